import { status } from '@grpc/grpc-js';
import type { BalancerContext } from '../balancing/balancer-context.js';
import type { RetryPolicy } from '../policy/channel-policy.js';
import { methodSet } from '../policy/method-table.js';
import type { ResolvedPolicy } from '../policy/resolved-policy.js';
import { RETRY_THROTTLING } from '../policy/service-config.js';
import type { DirectRoute, RetryRule } from './direct-route.js';
import { RetryThrottle } from './retry-throttle.js';

/**
 * The direct route to a target under its policy.
 * @param idempotent Methods that may be repeated, `/pkg.Service/Method`; may grow.
 */
export function directRoute(
  authority: string,
  { retry, maxSendBytes, maxReceiveBytes }: ResolvedPolicy,
  balancer: BalancerContext,
  idempotent: ReadonlySet<string>,
): DirectRoute {
  const rule: RetryRule | undefined = retry
    ? { ...retry, codes: new Set(retry.codes.map((name) => status[name])) }
    : undefined;
  const retried = retry ? retriedMethods(retry, idempotent) : () => false;
  return {
    authority,
    maxSendBytes,
    maxReceiveBytes,
    throttle: new RetryThrottle(RETRY_THROTTLING),
    retryRule: (method) => (retried(method) ? rule : undefined),
    pick: (trace) => balancer.pick?.(trace),
  };
}

function retriedMethods(
  { methods }: Required<RetryPolicy>,
  idempotent: ReadonlySet<string>,
): (method: string) => boolean {
  if (methods === 'all') return () => true;
  return methods === 'idempotent' ? (method) => idempotent.has(method) : methodSet(methods);
}
