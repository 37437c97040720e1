import type { ServiceDefinition } from '@grpc/grpc-js';
import { checkDefinition } from '../client/method.js';
import { fromGenericDefinition } from './generic-definition.js';
import { fromProtobufEs, installedRuntime } from './protobuf-es.js';
import { fromProtobufTs } from './protobuf-ts.js';
import { refuseUnknown } from './refuse-unknown.js';
import type { GenericDefinition, ProtobufEsService, ProtobufTsService } from './service-definition.js';

/**
 * A service as any generator describes it, as grpc-js defines services; a definition of grpc-js stays as it is.
 * @throws GrpcKitError `ERR_DEFINITION_INVALID` that says what was seen and what is accepted, `ERR_PEER_MISSING`.
 */
export function toServiceDefinition(definition: unknown): ServiceDefinition {
  return checkDefinition(converted(definition));
}

function converted(definition: unknown): ServiceDefinition {
  if (typeof definition !== 'object' || definition === null) return refuseUnknown(definition);
  if (isProtobufEs(definition)) return fromProtobufEs(definition, installedRuntime(definition.typeName));
  if (isGeneric(definition)) return fromGenericDefinition(definition);
  if (isProtobufTs(definition)) return fromProtobufTs(definition);
  const methods = Object.values(definition);
  if (methods.length === 0 || methods.every((method) => typeof method?.path === 'string')) {
    return definition as ServiceDefinition;
  }
  return refuseUnknown(definition);
}

function isProtobufEs(definition: object): definition is ProtobufEsService {
  const { kind, typeName, method } = definition as Partial<ProtobufEsService>;
  return kind === 'service' && typeof typeName === 'string' && isObject(method);
}

function isGeneric(definition: object): definition is GenericDefinition {
  const { fullName, methods } = definition as Partial<GenericDefinition>;
  if (typeof fullName !== 'string' || !isObject(methods)) return false;
  return Object.values(methods).every(
    ({ name, requestType, responseType }) =>
      typeof name === 'string' && [requestType, responseType].every((type) => has(type, 'encode', 'decode')),
  );
}

function isProtobufTs(definition: object): definition is ProtobufTsService {
  const { typeName, methods } = definition as Partial<ProtobufTsService>;
  if (typeof typeName !== 'string' || !Array.isArray(methods)) return false;
  return methods.every(({ I, O }) => [I, O].every((type) => has(type, 'toBinary', 'fromBinary')));
}

function has(type: unknown, ...functions: readonly string[]): boolean {
  if (!isObject(type) && typeof type !== 'function') return false;
  return functions.every((name) => typeof (type as Readonly<Record<string, unknown>>)[name] === 'function');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
