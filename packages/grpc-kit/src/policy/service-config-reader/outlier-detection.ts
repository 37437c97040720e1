import type { ChannelPolicy, OutlierDetectionPolicy } from '../channel-policy.js';
import { type Check, record } from '../checks.js';
import { cannotHonor, cannotHonorAny } from './refusals.js';
import { anyObject, count, wholeMs } from './values.js';

interface Limits {
  readonly interval: number;
  readonly baseEjectionTime: number;
  readonly maxEjectionTime: number;
  readonly maxEjectionPercent: number;
  readonly failurePercentageEjection: Failures;
  readonly successRateEjection: object;
}

interface Failures {
  readonly threshold: number;
  readonly enforcementPercentage: number;
  readonly minimumHosts: number;
  readonly requestVolume: number;
}

/** The defaults are those of gRFC A50. */
const failures: Check<Failures> = (value, option) =>
  record<Failures>({
    threshold: { check: count, fallback: 85 },
    enforcementPercentage: { check: count, fallback: 100 },
    minimumHosts: { check: count, fallback: 5 },
    requestVolume: { check: count, fallback: 50 },
  })(value, option);

const limits: Check<Limits> = (value, option) =>
  record<Limits>({
    interval: { check: wholeMs, fallback: 10_000 },
    baseEjectionTime: { check: wholeMs, fallback: 30_000 },
    maxEjectionTime: { check: wholeMs, fallback: 300_000 },
    maxEjectionPercent: { check: count, fallback: 10 },
    failurePercentageEjection: { check: failures },
    successRateEjection: { check: anyObject },
  })(value, option);

/** Outlier detection by failure percentage; a section without it ejects nobody. */
export function outlierDetection(value: unknown, option: string): Pick<ChannelPolicy, 'outlierDetection'> {
  const given = limits(value, option);
  cannotHonorAny(given, option, { successRateEjection: 'use failurePercentageEjection' });
  const { failurePercentageEjection: rule, interval, baseEjectionTime, maxEjectionTime, maxEjectionPercent } = given;
  // Nothing fails more often than always, which is what a threshold of 100 asks for.
  if (rule === undefined || rule.enforcementPercentage === 0 || rule.threshold >= 100)
    return { outlierDetection: false };
  if (rule.enforcementPercentage !== 100) {
    const where = `${option}.failurePercentageEjection.enforcementPercentage`;
    cannotHonor(where, rule.enforcementPercentage, 'leave it out, or 0 for no ejections; outliers are always ejected');
  }
  return {
    outlierDetection: {
      intervalMs: interval,
      baseEjectionMs: baseEjectionTime,
      maxEjectionMs: Math.max(maxEjectionTime, baseEjectionTime),
      maxEjectionPercent,
      // The standard ejects above the threshold, the policy at it; both count whole percents.
      failurePercent: Math.max(1, rule.threshold),
      minimumCalls: Math.max(1, rule.requestVolume),
      minimumBackends: Math.max(1, rule.minimumHosts),
    } satisfies OutlierDetectionPolicy,
  };
}
