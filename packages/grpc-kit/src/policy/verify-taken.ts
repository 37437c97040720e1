import { experimental } from '@grpc/grpc-js';
import { GrpcKitError, quoted } from '../errors.js';

type LbConfig = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Asks grpc-js's own parsers whether they take the balancing policy of a service config, at every level, with every
 * value as it was meant; when one does not, grpc-js would fall back to pick_first without a word.
 * Needs the kit's own policies to be registered.
 * @throws GrpcKitError `ERR_POLICY_NOT_APPLIED` with the policy and the parser's reason.
 */
export function verifyTaken(serviceConfig: object): void {
  verifyList((serviceConfig as { readonly loadBalancingConfig?: readonly LbConfig[] }).loadBalancingConfig ?? []);
}

function verifyList(configs: readonly LbConfig[]): void {
  const [config] = configs;
  if (!config) throw notApplied('loadBalancingConfig', 'it is empty');
  verify(config);
  for (const body of Object.values(config)) {
    const child = body['child'] ?? body['child_policy'];
    if (Array.isArray(child)) verifyList(child as LbConfig[]);
  }
}

function verify(config: LbConfig): void {
  const [[name, body] = ['', {}]] = Object.entries(config);
  let read: object;
  try {
    read = experimental.parseLoadBalancingConfig(config).toJsonObject();
  } catch (cause) {
    throw notApplied(name, (cause as Error).message, cause);
  }
  if (name !== 'outlier_detection') return;
  const understood = (read as LbConfig)[name] ?? {};
  for (const [key, value] of Object.entries(body)) {
    if (key === 'child_policy' || JSON.stringify(understood[key]) === JSON.stringify(value)) continue;
    throw notApplied(name, `${key} was read as ${quoted(understood[key])}, not ${quoted(value)}`);
  }
}

function notApplied(name: string, reason: string, cause?: unknown): GrpcKitError {
  const message = `grpc-js does not take the balancing policy ${quoted(name)}: ${reason}`;
  return new GrpcKitError('ERR_POLICY_NOT_APPLIED', message, { cause });
}
