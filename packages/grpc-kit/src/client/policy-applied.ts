import { experimental, type LoadBalancingConfig } from '@grpc/grpc-js';
import { KIT } from '../balancing/names.js';
import { GrpcKitError, quoted } from '../errors.js';

/**
 * Makes certain that grpc-js takes the balancing of a service config: what it does not understand it replaces by
 * pick_first without a word.
 * @throws GrpcKitError `ERR_POLICY_NOT_APPLIED` with what grpc-js's parser says.
 */
export function assertPolicyApplied(serviceConfig: object): void {
  const { loadBalancingConfig } = serviceConfig as { readonly loadBalancingConfig: LoadBalancingConfig[] };
  const [wanted = {}] = loadBalancingConfig;
  try {
    experimental.parseLoadBalancingConfig(wanted);
  } catch (cause) {
    throw refused(wanted, cause instanceof Error ? cause.message : String(cause), { cause });
  }
  const taken = experimental.selectLbConfigFromList(loadBalancingConfig)?.getLoadBalancerName();
  if (taken !== KIT) throw refused(wanted, `it took ${taken ?? 'none'}`);
}

function refused(wanted: object, why: string, options?: ErrorOptions): GrpcKitError {
  return new GrpcKitError(
    'ERR_POLICY_NOT_APPLIED',
    `grpc-js does not take the balancing policy ${quoted(wanted)}: ${why}; @org/grpc-kit needs @grpc/grpc-js 1.14`,
    options,
  );
}
