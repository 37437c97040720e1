import type { ChannelPolicy, LoadBalancing } from '../channel-policy.js';
import { type Check, record, refuse, text } from '../checks.js';
import { outlierDetection } from './outlier-detection.js';
import { cannotHonor } from './refusals.js';
import { anyListOf, anyObject } from './values.js';

type Balancing = Pick<ChannelPolicy, 'loadBalancing' | 'outlierDetection'>;
type Reader = (config: Readonly<Record<string, unknown>>, option: string) => Balancing;

/** A balancing policy whose options, if it has any, may only say what the kit does anyway. */
function plain(
  loadBalancing: LoadBalancing,
  config: Readonly<Record<string, unknown>>,
  option: string,
  does: Readonly<Record<string, unknown>> = {},
): Balancing {
  for (const [key, value] of Object.entries(config)) {
    if (value !== does[key]) cannotHonor(`${option}.${key}`, value, `leave it out; ${loadBalancing} has no options`);
  }
  return { loadBalancing };
}

const readers: Readonly<Record<string, Reader>> = {
  round_robin: (config, option) => plain('round_robin', config, option),
  pick_first: (config, option) => plain('pick_first', config, option, { shuffleAddressList: false }),
  least_request_experimental: (config, option) => plain('least_request', config, option, { choiceCount: 2 }),
  weighted_round_robin: (config, option) => plain('weighted_round_robin', config, option),
  outlier_detection_experimental: (config, option) => {
    const { childPolicy, ...limits } = config;
    return { ...loadBalancingConfig(childPolicy, `${option}.childPolicy`), ...outlierDetection(limits, option) };
  },
};

/**
 * The first policy of the list that the kit has, as the standard asks.
 * @throws GrpcKitError `ERR_POLICY_INVALID` when it has none of them, or the one cannot be honored.
 */
export function loadBalancingConfig(value: unknown, option: string): Balancing {
  for (const [index, choice] of anyListOf(anyObject)(value, option).entries()) {
    const [name = '', ...others] = Object.keys(choice);
    const here = `${option}[${index}]`;
    if (name === '' || others.length > 0) refuse(here, choice, 'an object with one key, the name of a policy');
    const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
    if (reader) return reader(anyObject(choice[name], `${here}.${name}`), `${here}.${name}`);
  }
  const known = Object.keys(readers).join(', ');
  return cannotHonor(option, value, `add one of ${known}; policies of a control plane come with xds:/// targets`);
}

/** The deprecated form, a name. */
export function loadBalancingPolicy(value: unknown, option: string): Balancing {
  const name = typeof value === 'string' ? value.toLowerCase() : '';
  if (name === 'round_robin' || name === 'pick_first') return { loadBalancing: name };
  return cannotHonor(option, value, 'use loadBalancingConfig');
}

/** The section of a config that names the service to watch. */
export const healthCheckConfig: Check<{ readonly serviceName: string }> = (value, option) =>
  record<{ readonly serviceName: string }>({ serviceName: { check: text('a string', /^/), fallback: '' } })(
    value,
    option,
  );
