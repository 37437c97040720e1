import type { ChannelPolicy } from './channel-policy.js';
import { refuse } from './checks.js';
import { channelPolicy } from './options.js';
import type { ResolvedPolicy } from './resolved-policy.js';

/**
 * Checks a policy and fills in every default; the result is frozen through and through.
 * @throws GrpcKitError `ERR_POLICY_INVALID` with the option, its value and what is allowed.
 */
export function resolvePolicy(policy: ChannelPolicy | undefined = {}): ResolvedPolicy {
  const resolved = withoutPickFirstContradictions(channelPolicy(policy, 'policy'), policy);
  const { certFile, keyFile } = resolved.tls ?? {};
  if ((certFile === undefined) !== (keyFile === undefined)) {
    const [given, missing] = certFile === undefined ? ['keyFile', 'certFile'] : ['certFile', 'keyFile'];
    refuse(`policy.tls.${missing}`, undefined, `given together with policy.tls.${given}`);
  }
  const file = (['caFile', 'certFile', 'keyFile', 'serverName'] as const).find(
    (key) => resolved.tls?.[key] !== undefined,
  );
  if (resolved.tls?.fromXds && file) {
    refuse(`policy.tls.${file}`, resolved.tls[file], 'absent with policy.tls.fromXds: the control plane brings it');
  }
  return deepFreeze(resolved);
}

/** pick_first talks to one backend: grpc-js refuses outlier detection over it, and health is not watched (gRFC A17). */
function withoutPickFirstContradictions(resolved: ResolvedPolicy, given: ChannelPolicy): ResolvedPolicy {
  if (resolved.loadBalancing !== 'pick_first') return resolved;
  for (const option of ['outlierDetection', 'healthCheck'] as const) {
    if (given[option])
      refuse(`policy.${option}`, given[option], `false or absent when policy.loadBalancing is pick_first`);
  }
  return { ...resolved, outlierDetection: false, healthCheck: false };
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) deepFreeze(part);
    Object.freeze(value);
  }
  return value;
}
