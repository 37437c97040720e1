import { readFileSync } from 'node:fs';
import { excerpt, GrpcKitError, quoted } from '../errors.js';
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

/** @throws GrpcKitError `ERR_POLICY_INVALID` when the text is no JSON. */
export function parsePolicy(json: string): ChannelPolicy {
  try {
    return JSON.parse(json, (_key, value: unknown) => (value === 'Infinity' ? Number.POSITIVE_INFINITY : value));
  } catch (cause) {
    throw new GrpcKitError('ERR_POLICY_INVALID', excerpt((cause as Error).message), { cause });
  }
}

function refusalIn(path: string, cause: unknown): GrpcKitError {
  const { message, option } = cause as GrpcKitError;
  const why = cause instanceof GrpcKitError ? message : excerpt(message);
  return new GrpcKitError('ERR_POLICY_INVALID', `policy file ${quoted(path)}: ${why}`, {
    cause,
    ...(option !== undefined && { option }),
  });
}
