import type { EjectionLimits } from '../balancing/ejection-limits.js';
import type { ResolvedPolicy } from '../policy/resolved-policy.js';

/** The limits of a policy; undefined: nobody is ejected. */
export function ejectionLimitsOf({ outlierDetection: limits }: ResolvedPolicy): EjectionLimits | undefined {
  if (!limits) return undefined;
  const { intervalMs, baseEjectionMs, maxEjectionMs, maxEjectionPercent, failurePercent } = limits;
  return {
    ...{ intervalMs, baseEjectionMs, maxEjectionMs, maxEjectionPercent },
    // The policy speaks of reaching the part, the detector of exceeding it.
    failurePercent: failurePercent - 0.01,
    minimumCalls: limits.minimumCalls,
    minimumBackends: limits.minimumBackends,
  };
}
