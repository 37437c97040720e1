import { GrpcKitError, quoted } from '../../errors.js';

/**
 * What a service config may say and the kit has no way to do.
 * @throws GrpcKitError `ERR_POLICY_INVALID`, always.
 */
export function cannotHonor(option: string, value: unknown, remedy: string): never {
  const message = `${option} is ${quoted(value)}, which cannot be honored: ${remedy}`;
  throw new GrpcKitError('ERR_POLICY_INVALID', message, { option });
}

/** @throws GrpcKitError `ERR_POLICY_INVALID` for the first of the options that is there. */
export function cannotHonorAny(section: object, option: string, remedies: Readonly<Record<string, string>>): void {
  for (const [key, remedy] of Object.entries(remedies)) {
    const value = (section as Readonly<Record<string, unknown>>)[key];
    if (value !== undefined) cannotHonor(`${option}.${key}`, value, remedy);
  }
}
