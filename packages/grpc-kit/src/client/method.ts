import type { MethodDefinition, ServiceDefinition } from '@grpc/grpc-js';
import { GrpcKitError, quoted } from '../errors.js';

// biome-ignore lint/suspicious/noExplicitAny: grpc-js's own ServiceDefinition holds methods of any message types.
export type AnyMethod = MethodDefinition<any, any>;

/** Where the two generators put the proto's `idempotency_level`; grpc-js's own type has no place for it. */
interface MethodOptions {
  /** ts-proto's generic definitions. */
  readonly idempotencyLevel?: string;
  /** proto-loader. */
  readonly idempotency_level?: string;
}

/** The methods of a definition that the proto says may be repeated, as `/pkg.Service/Method`. */
export function idempotentMethods(definition: ServiceDefinition): readonly string[] {
  return Object.values(definition)
    .filter((method) => {
      const options = (method as AnyMethod & { readonly options?: MethodOptions }).options;
      const level = options?.idempotencyLevel ?? options?.idempotency_level;
      return level === 'NO_SIDE_EFFECTS' || level === 'IDEMPOTENT';
    })
    .map(({ path }) => path);
}

/** The methods of a definition that stream in either direction, as `/pkg.Service/Method`. */
export function endlessMethods(definition: ServiceDefinition): ReadonlySet<string> {
  const streaming = Object.values(definition).filter((method) => method.requestStream || method.responseStream);
  return new Set(streaming.map(({ path }) => path));
}

/**
 * The definition, once it is certain that it is one.
 * @throws GrpcKitError `ERR_DEFINITION_INVALID` with the method and what it lacks.
 */
export function checkDefinition<D extends ServiceDefinition>(definition: D): D {
  if (typeof definition !== 'object' || definition === null) {
    return refuse(`${quoted(definition)} is no service definition`);
  }
  const methods = Object.entries(definition as Readonly<Record<string, unknown>>);
  if (methods.length === 0) return refuse('a service definition without methods');
  for (const [key, method] of methods) checkMethod(key, method);
  return definition;
}

function checkMethod(key: string, method: unknown): void {
  if (typeof method !== 'object' || method === null) refuse(`method ${quoted(key)} is ${quoted(method)}`);
  const fields = method as Readonly<Record<string, unknown>>;
  for (const [field, type] of Object.entries(FIELDS)) {
    if (typeof fields[field] !== type) {
      refuse(`method ${quoted(key)} has ${field} ${quoted(fields[field])} instead of a ${type}`);
    }
  }
}

const FIELDS = {
  path: 'string',
  requestStream: 'boolean',
  responseStream: 'boolean',
  requestSerialize: 'function',
  responseDeserialize: 'function',
} as const satisfies Partial<Record<keyof AnyMethod, string>>;

function refuse(what: string): never {
  const allowed = 'a ServiceDefinition of grpc-js, as ts-proto (outputServices=grpc-js) and proto-loader make it';
  throw new GrpcKitError('ERR_DEFINITION_INVALID', `${what}; expected ${allowed}`);
}
