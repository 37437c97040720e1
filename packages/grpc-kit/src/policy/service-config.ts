import { KIT, LEAST_REQUEST } from './balancer-names.js';
import { methodName, methodSet } from './method-table.js';
import type { ResolvedPolicy } from './resolved-policy.js';

/** What the service config needs to know besides the policy. */
export interface ServiceConfigContext {
  /** Full paths, `/pkg.Service/Method`, of the methods whose proto says that they may be repeated. Default: none. */
  readonly methods?: readonly string[];
  /** Handed to the kit's balancing policy, so that what it reports names the target. */
  readonly target?: string;
}

type LbConfig = Readonly<Record<string, object>>;

/**
 * The same in every channel: grpc-js keeps one throttle for each target in the whole process, and a channel that
 * brings none deletes it for the others. 250 failures in a burst may be retried, then one call in ten.
 */
export const RETRY_THROTTLING = { maxTokens: 500, tokenRatio: 0.1 } as const;
const BACKOFF_MULTIPLIER = 2;

/**
 * The policy as a service config (gRFC A2, A6, A50) in the dialect that grpc-js's parsers accept: it answers every
 * other one with pick_first and no word.
 */
export function toServiceConfig(policy: ResolvedPolicy, context: ServiceConfigContext = {}): object {
  return {
    loadBalancingConfig: [kitPolicy(policy, context.target)],
    methodConfig: methodConfigs(policy, context.methods ?? []),
    retryThrottling: RETRY_THROTTLING,
  };
}

function kitPolicy(policy: ResolvedPolicy, target: string | undefined): LbConfig {
  const { keepalive } = policy;
  return {
    [KIT]: {
      child: [outlierDetection(policy, balancing(policy))],
      ...(Number.isFinite(keepalive.timeMs) && {
        keepalive: { time_ms: keepalive.timeMs, timeout_ms: keepalive.timeoutMs, while_idle: keepalive.whileIdle },
      }),
      ...(policy.healthCheck && { health_check: { service_name: policy.healthCheck.serviceName } }),
      ...(target !== undefined && { target }),
    },
  };
}

function balancing({ loadBalancing }: ResolvedPolicy): LbConfig {
  return { [loadBalancing === 'least_request' ? LEAST_REQUEST : loadBalancing]: {} };
}

function outlierDetection({ outlierDetection: limits }: ResolvedPolicy, child: LbConfig): LbConfig {
  if (!limits) return child;
  return {
    outlier_detection: {
      interval: duration(limits.intervalMs),
      base_ejection_time: duration(limits.baseEjectionMs),
      max_ejection_time: duration(limits.maxEjectionMs),
      max_ejection_percent: limits.maxEjectionPercent,
      failure_percentage_ejection: {
        // grpc-js ejects above the threshold, and nothing is above 100 %; the policy speaks of reaching it.
        threshold: limits.failurePercent - 0.01,
        enforcement_percentage: 100,
        minimum_hosts: limits.minimumBackends,
        request_volume: limits.minimumCalls,
      },
      child_policy: [child],
    },
  };
}

function methodConfigs({ retry, hedging }: ResolvedPolicy, idempotent: readonly string[]): object[] {
  const configs: object[] = [];
  const hedged = methodSet(hedging ? hedging.methods : []);
  if (hedging) {
    configs.push({
      name: hedging.methods.map(methodName),
      hedgingPolicy: {
        maxAttempts: hedging.maxAttempts,
        hedgingDelay: seconds(hedging.delayMs),
        nonFatalStatusCodes: ['UNAVAILABLE'],
      },
    });
  }
  if (retry) {
    const listed = retry.methods === 'idempotent' ? idempotent : retry.methods;
    // A method twice is refused by grpc-js; an empty name stands for every method that has no entry of its own.
    const name = listed === 'all' ? [{}] : [...new Set(listed)].filter((path) => !hedged(path)).map(methodName);
    if (name.length > 0) {
      configs.push({
        name,
        retryPolicy: {
          maxAttempts: retry.maxAttempts,
          initialBackoff: seconds(retry.initialBackoffMs),
          maxBackoff: seconds(retry.maxBackoffMs),
          backoffMultiplier: BACKOFF_MULTIPLIER,
          retryableStatusCodes: retry.codes,
        },
      });
    }
  }
  return configs;
}

/** For retries and hedging, which want a string, and read its fraction rightly. */
function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(3)}s`;
}

/** For outlier detection, which wants an object; method timeouts would, too: `"0.5s"` becomes 5 ns there. */
function duration(ms: number): { seconds: number; nanos: number } {
  return { seconds: Math.floor(ms / 1_000), nanos: (ms % 1_000) * 1_000_000 };
}
