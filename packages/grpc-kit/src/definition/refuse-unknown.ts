import { GrpcKitError, quoted } from '../errors.js';

const ACCEPTED =
  'a ServiceDefinition of grpc-js (ts-proto outputServices=grpc-js, proto-loader, grpc-tools), a generic definition of ts-proto, a service of protobuf-es v2 or a ServiceType of protobuf-ts';

/** @throws GrpcKitError `ERR_DEFINITION_INVALID`, always; it says what the value looks like, and what to pass instead. */
export function refuseUnknown(definition: unknown): never {
  const seen = lookOf(definition);
  throw new GrpcKitError('ERR_DEFINITION_INVALID', `${seen}; expected ${ACCEPTED}`);
}

function lookOf(definition: unknown): string {
  if (typeof definition === 'function') return lookOfClass(definition as unknown as Readonly<Record<string, unknown>>);
  if (typeof definition !== 'object' || definition === null) return `${quoted(definition)} is not a service definition`;
  const { typeName, methods, kind, service } = definition as Readonly<Record<string, unknown>>;
  if (typeof typeName === 'string' && kind === undefined && methods !== undefined) {
    return `${typeName} is a service of protobuf-es v1 or of protoc-gen-connect-es: generate it with protoc-gen-es 2`;
  }
  if (typeof typeName === 'string' && kind !== undefined) {
    return `${typeName} is a descriptor of kind ${quoted(kind)}, not of a service`;
  }
  if (service !== undefined) return 'an object with a service in it: pass that';
  const keys = Object.keys(definition);
  const inside = keys.filter((key) => looksLikeService((definition as Readonly<Record<string, unknown>>)[key]));
  const hint = inside.length > 0 ? `; ${inside.slice(0, 3).join(' or ')} in it may be what is meant` : '';
  return `an object with ${keys.slice(0, 5).join(', ') || 'nothing in it'} is not a service definition${hint}`;
}

function lookOfClass(given: Readonly<Record<string, unknown>>): string {
  const name = String(given['name'] || 'a function');
  if (given['service'] !== undefined)
    return `${name} is a client class: pass ${name}.service, or use native(${name}, …)`;
  const { prototype } = given as { readonly prototype?: { readonly rpcCall?: unknown } };
  if (typeof prototype?.rpcCall === 'function') {
    return `${name} is a Service of protobufjs, which does not tell its package or its streams: write a generic definition with its messages as requestType and responseType`;
  }
  return `${name} is a class, not a service definition`;
}

/** A definition, or a client class that has one. */
function looksLikeService(value: unknown): boolean {
  if (typeof value === 'function') return 'service' in value;
  if (typeof value !== 'object' || value === null) return false;
  const { fullName, typeName, methods, method } = value as Readonly<Record<string, unknown>>;
  if (typeof fullName === 'string' || typeof typeName === 'string') return (methods ?? method) !== undefined;
  const members = Object.values(value);
  return members.length > 0 && members.every((member) => typeof member?.path === 'string');
}
