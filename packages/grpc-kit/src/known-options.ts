import { GrpcKitError, quoted } from './errors.js';
import { nearest } from './nearest.js';

/**
 * Refuses misspelled options where no compiler did.
 * @param known Every option there is, for the compiler to see that none is forgotten.
 * @returns The options as they came.
 * @throws GrpcKitError `ERR_POLICY_INVALID` with the option and the nearest one there is.
 */
export function knownOptions<T extends object>(
  options: T,
  name: string,
  known: Readonly<Record<keyof T & string, true>>,
): T {
  const keys = Object.keys(known);
  if (typeof options !== 'object' || options === null) {
    const message = `${name} is ${quoted(options)}, but must be an object with ${keys.join(', ')}`;
    throw new GrpcKitError('ERR_POLICY_INVALID', message, { option: name });
  }
  refuseUnknownKeys(options, name, keys);
  return options;
}

/** @throws GrpcKitError `ERR_POLICY_INVALID` for the first key that is not among the known. */
export function refuseUnknownKeys(given: object, name: string, known: readonly string[]): void {
  for (const key of Object.keys(given)) {
    if (known.includes(key)) continue;
    const option = `${name}.${key}`;
    const guess = nearest(key, known);
    const help = guess ? `did you mean ${guess}?` : `known are ${known.join(', ')}`;
    throw new GrpcKitError('ERR_POLICY_INVALID', `${quoted(option).slice(1, -1)} is not an option; ${help}`, {
      option,
    });
  }
}
