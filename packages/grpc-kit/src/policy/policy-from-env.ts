import { GrpcKitError, quoted } from '../errors.js';
import { knownOptions } from '../known-options.js';
import { nearest } from '../nearest.js';
import type { ChannelPolicy } from './channel-policy.js';
import { refuse } from './checks.js';
import { optionValue, type PolicyVariable, policyVariables } from './environment-variables.js';
import { mergePolicies } from './merge-policies.js';
import { parsePolicy, readPolicyFile } from './policy-from-file.js';
import { resolvePolicy } from './resolve-policy.js';

/** Which variables are read. */
export interface PolicyFromEnvOptions {
  /** What the names of the variables begin with. Default `GRPC_KIT_`. */
  readonly prefix?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What Kubernetes puts into every container for a Service of the prefix's name. */
const SERVICE_LINK = /^(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT(_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)$/;

/**
 * The policy in environment variables, checked: `GRPC_KIT_POLICY_FILE` (a JSON file), then `GRPC_KIT_POLICY` (JSON),
 * then one variable for each option, such as `GRPC_KIT_KEEPALIVE_TIME_MS`; later ones win, empty ones count as absent.
 * @throws GrpcKitError `ERR_POLICY_INVALID` that names the variable, its value and what is allowed; also for a
 * variable with the prefix that is none of these.
 */
export function policyFromEnv(env: Environment, options: PolicyFromEnvOptions = {}): ChannelPolicy {
  const { prefix = 'GRPC_KIT_' } = knownOptions(options, 'policyFromEnv options', { prefix: true });
  refuseUnknown(env, prefix);
  const file = env[`${prefix}POLICY_FILE`];
  const json = env[`${prefix}POLICY`];
  const policy = mergePolicies(
    file ? attributed(`${prefix}POLICY_FILE`, () => readPolicyFile(file)) : undefined,
    json ? attributed(`${prefix}POLICY`, () => parsePolicy(json)) : undefined,
    fromVariables(env, prefix),
  );
  attributed(
    (option) => prefix + culprit(option, env, prefix),
    () => resolvePolicy(policy),
  );
  return policy;
}

function fromVariables(env: Environment, prefix: string): ChannelPolicy {
  const draft: Record<string, unknown> = {};
  for (const variable of policyVariables) {
    const text = env[prefix + variable.name];
    if (text) put(draft, variable, optionValue(text, variable.kind), prefix);
  }
  return draft;
}

function put(draft: Record<string, unknown>, { option, name }: PolicyVariable, value: unknown, prefix: string): void {
  const [section = '', key] = option.split('.');
  if (key === undefined) {
    // A section that is switched on has its defaults.
    draft[section] = value === true ? {} : value;
    return;
  }
  const known = draft[section];
  if (known === false) refuse(`${prefix}${name}`, value, `absent, because policy.${section} is switched off`);
  draft[section] = { ...(typeof known === 'object' ? known : {}), [key]: value };
}

function refuseUnknown(env: Environment, prefix: string): void {
  const known = ['POLICY', 'POLICY_FILE', ...policyVariables.map(({ name }) => name)];
  for (const variable of Object.keys(env)) {
    const name = variable.slice(prefix.length);
    if (!variable.startsWith(prefix) || known.includes(name) || SERVICE_LINK.test(name)) continue;
    const guess = nearest(name, known);
    const help = guess
      ? `did you mean ${prefix}${guess}?`
      : `known are ${known.map((each) => prefix + each).join(', ')}`;
    throw new GrpcKitError('ERR_POLICY_INVALID', `${quoted(variable).slice(1, -1)} is not an option; ${help}`, {
      option: variable,
    });
  }
}

/** The variable that gave the refused option; else the JSON it came in, or a neighbour that it should stand beside. */
function culprit(option: string | undefined, env: Environment, prefix: string): string {
  const given = policyVariables.filter(({ name }) => env[prefix + name]);
  const path = option?.replace(/^policy\.|\[\d+\]$/g, '') ?? '';
  const exact = given.find((variable) => variable.option === path);
  if (exact) return exact.name;
  if (env[`${prefix}POLICY`]) return 'POLICY';
  if (env[`${prefix}POLICY_FILE`]) return 'POLICY_FILE';
  return given.find((variable) => variable.option.split('.')[0] === path.split('.')[0])?.name ?? '*';
}

/** Says in front of a refusal which variable it is about. */
function attributed<T>(variable: string | ((option: string | undefined) => string), work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const { message, option } = cause as GrpcKitError;
    const name = typeof variable === 'string' ? variable : variable(option);
    throw new GrpcKitError('ERR_POLICY_INVALID', `${name}: ${message}`, { cause, option: option ?? name });
  }
}
