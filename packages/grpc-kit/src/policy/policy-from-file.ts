import { readFileSync } from 'node:fs';
import { GrpcKitError, quoted } from '../errors.js';
import type { ChannelPolicy } from './channel-policy.js';
import { resolvePolicy } from './resolve-policy.js';

/**
 * The policy in a JSON file, checked; `"Infinity"` stands for what JSON cannot say.
 * @throws GrpcKitError `ERR_POLICY_INVALID` that names the file and what is wrong in it.
 */
export function policyFromFile(path: string): ChannelPolicy {
  const policy = readPolicyFile(path);
  try {
    resolvePolicy(policy);
  } catch (cause) {
    throw refusalIn(path, cause);
  }
  return policy;
}

/** The file's content, parsed and not yet checked. */
export function readPolicyFile(path: string): ChannelPolicy {
  try {
    return parsePolicy(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw refusalIn(path, cause);
  }
}

/** @throws SyntaxError when the text is no JSON. */
export function parsePolicy(json: string): ChannelPolicy {
  return JSON.parse(json, (_key, value: unknown) => (value === 'Infinity' ? Number.POSITIVE_INFINITY : value));
}

function refusalIn(path: string, cause: unknown): GrpcKitError {
  const { message, option } = cause as GrpcKitError;
  return new GrpcKitError('ERR_POLICY_INVALID', `policy file ${quoted(path)}: ${message}`, {
    cause,
    ...(option !== undefined && { option }),
  });
}
