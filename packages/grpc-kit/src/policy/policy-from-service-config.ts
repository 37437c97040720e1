import { isDeepStrictEqual } from 'node:util';
import type { ChannelPolicy, HedgingPolicy, MethodPolicy, RetryPolicy } from './channel-policy.js';
import { type Check, record, refuse } from './checks.js';
import { parsePolicy } from './policy-from-file.js';
import { resolvePolicy } from './resolve-policy.js';
import { healthCheckConfig, loadBalancingConfig, loadBalancingPolicy } from './service-config-reader/load-balancing.js';
import { type MethodConfig, methodConfig } from './service-config-reader/method-config.js';
import { cannotHonor, cannotHonorAny } from './service-config-reader/refusals.js';
import { refuseHiding } from './service-config-reader/refuse-hiding.js';
import { anyListOf, anyObject } from './service-config-reader/values.js';

const NAME = 'serviceConfig';

interface ServiceConfig {
  readonly loadBalancingConfig: Pick<ChannelPolicy, 'loadBalancing' | 'outlierDetection'>;
  readonly loadBalancingPolicy: Pick<ChannelPolicy, 'loadBalancing'>;
  readonly methodConfig: readonly MethodConfig[];
  readonly retryThrottling: object;
  readonly healthCheckConfig: { readonly serviceName: string };
}

// Made when it is asked for, so that bundles without this function hold nothing of it.
const serviceConfig: Check<ServiceConfig> = (value, option) =>
  record<ServiceConfig>({
    loadBalancingConfig: { check: loadBalancingConfig },
    loadBalancingPolicy: { check: loadBalancingPolicy },
    methodConfig: { check: anyListOf(methodConfig), fallback: [] },
    retryThrottling: { check: anyObject },
    healthCheckConfig: { check: healthCheckConfig },
  })(value, option);

/**
 * The policy that a gRPC service config asks for (`grpc/service_config/service_config.proto`), as JSON text or parsed.
 * What it does not speak of is left to the defaults of the policy, save retries: a config with a `retryPolicy` retries
 * the methods that it names and no other. Limits of size hold for the whole channel.
 * @throws GrpcKitError `ERR_POLICY_INVALID` that names what is malformed, or cannot be honored and what to do instead.
 */
export function policyFromServiceConfig(config: string | object): ChannelPolicy {
  const given = serviceConfig(typeof config === 'string' ? parsePolicy(config) : config, NAME);
  cannotHonorAny(given, NAME, {
    retryThrottling:
      'leave it out; every channel stops retrying while more than half of 500 tokens are lost to failures',
  });
  const { methodConfig: entries, healthCheckConfig: health } = given;
  refuseHiding(entries, `${NAME}.methodConfig`);
  const policy: ChannelPolicy = {
    ...(given.loadBalancingConfig ?? given.loadBalancingPolicy),
    ...defaults(entries),
    ...deadlines(entries),
    ...retries(entries),
    ...hedging(entries),
    ...(health && { healthCheck: health }),
  };
  resolvePolicy(policy);
  return policy;
}

/** What the entry for every method says of deadlines and sizes. */
function defaults(entries: readonly MethodConfig[]): ChannelPolicy {
  const [entry, second] = entries.filter(({ methods }) => methods === 'every');
  if (second !== undefined) refuse(`${NAME}.methodConfig`, entries, 'without a second entry with the name {}');
  if (entry === undefined) return {};
  const { deadlineMs, maxSendBytes, maxReceiveBytes } = entry;
  return {
    ...(deadlineMs !== undefined && { deadlineMs }),
    ...(maxSendBytes !== undefined && { maxSendBytes }),
    ...(maxReceiveBytes !== undefined && { maxReceiveBytes }),
  };
}

function deadlines(entries: readonly MethodConfig[]): ChannelPolicy {
  const methods: Record<string, MethodPolicy> = {};
  const named = new Set<string>();
  for (const entry of entries) {
    if (entry.methods === 'every') continue;
    for (const path of entry.methods) {
      if (named.has(path)) refuse(`${NAME}.methodConfig`, path, 'named once');
      named.add(path);
      if (entry.deadlineMs !== undefined) methods[path] = { deadlineMs: entry.deadlineMs };
    }
  }
  return Object.keys(methods).length === 0 ? {} : { methods };
}

function retries(entries: readonly MethodConfig[]): { readonly retry?: RetryPolicy } {
  const found = attemptsOf(entries, 'retry');
  return found === undefined ? {} : { retry: { ...found.rule, methods: found.methods } };
}

function hedging(entries: readonly MethodConfig[]): { readonly hedging?: HedgingPolicy } {
  const found = attemptsOf(entries, 'hedging');
  if (found === undefined) return {};
  const { methods, rule } = found;
  if (methods !== 'all') return { hedging: { ...rule, methods } };
  return cannotHonor(
    `${NAME}.methodConfig`,
    entries,
    'name the methods, or services, that may be hedged in place of {}',
  );
}

/** The one rule that a policy has room for, and its methods. */
function attemptsOf<Kind extends 'retry' | 'hedging'>(
  entries: readonly MethodConfig[],
  kind: Kind,
): { readonly methods: 'all' | readonly string[]; readonly rule: NonNullable<MethodConfig[Kind]> } | undefined {
  const ruled = entries.filter((entry) => entry[kind] !== undefined);
  const [first] = ruled;
  if (first === undefined) return undefined;
  const rule = first[kind] as NonNullable<MethodConfig[Kind]>;
  const other = ruled.find((entry) => !isDeepStrictEqual(entry[kind], rule));
  if (other !== undefined) {
    const option = `${NAME}.methodConfig[${entries.indexOf(other)}].${kind}Policy`;
    cannotHonor(
      option,
      other[kind],
      `a channel has one for all its methods: make it like the first, or use two clients`,
    );
  }
  const everywhere = ruled.some(({ methods }) => methods === 'every');
  return { methods: everywhere ? 'all' : ruled.flatMap(({ methods }) => methods), rule };
}
