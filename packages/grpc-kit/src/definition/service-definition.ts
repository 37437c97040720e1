import type { MethodDefinition, ServiceDefinition } from '@grpc/grpc-js';

/** A codec as ts-proto generates it, and protobufjs's static classes. */
interface MessageType {
  // biome-ignore lint/suspicious/noExplicitAny: the message is inferred from the type that is given.
  encode(message: any, ...rest: any[]): { finish(): Uint8Array };
  // biome-ignore lint/suspicious/noExplicitAny: the same.
  decode(bytes: any, ...rest: any[]): unknown;
}

/** What ts-proto calls a generic definition (`outputServices=generic-definitions`), and nice-grpc works with. */
export interface GenericDefinition {
  readonly fullName: string;
  readonly methods: {
    readonly [key: string]: {
      readonly name: string;
      readonly requestType: MessageType;
      readonly requestStream: boolean;
      readonly responseType: MessageType;
      readonly responseStream: boolean;
      readonly options?: object;
    };
  };
}

/** A service of protobuf-es v2 (`GenService` of protoc-gen-es). */
export interface ProtobufEsService {
  readonly kind: 'service';
  readonly typeName: string;
  readonly method: {
    readonly [localName: string]: {
      readonly methodKind: 'unary' | 'server_streaming' | 'client_streaming' | 'bidi_streaming';
      readonly input: object;
      readonly output: object;
    };
  };
}

/** A service of protobuf-ts (`ServiceType`), which does not know the types of its messages. */
export interface ProtobufTsService {
  readonly typeName: string;
  readonly methods: readonly { readonly localName: string; readonly I: object; readonly O: object }[];
}

/** A service as any of the generators describes it. */
export type AnyDefinition = ServiceDefinition | GenericDefinition | ProtobufEsService | ProtobufTsService;

/** A method as grpc-js defines it, with what goes in apart from what comes out. */
interface TypedMethod<ReqIn, ReqOut, ResIn, ResOut, ReqStream extends boolean, ResStream extends boolean> {
  readonly path: string;
  readonly requestStream: ReqStream;
  readonly responseStream: ResStream;
  readonly requestSerialize: (value: ReqIn) => Buffer;
  readonly requestDeserialize: (bytes: Buffer) => ReqOut;
  readonly responseSerialize: (value: ResIn) => Buffer;
  readonly responseDeserialize: (bytes: Buffer) => ResOut;
}

/** The methods of a definition, by the keys that clients and handlers have. */
export type MethodsOf<D> = D extends ProtobufEsService
  ? { readonly [Key in keyof D['method']]: ProtobufEsMethod<D['method'][Key]> }
  : D extends GenericDefinition
    ? { readonly [Key in keyof D['methods']]: GenericMethod<D['methods'][Key]> }
    : D extends ProtobufTsService
      ? // biome-ignore lint/suspicious/noExplicitAny: a ServiceType of protobuf-ts has no types of messages.
        { readonly [key: string]: MethodDefinition<any, any> }
      : D;

type In<Type> = Type extends { encode(message: infer Message, ...rest: never[]): unknown } ? Message : unknown;
type Out<Type> = Type extends { decode(...args: never[]): infer Message } ? Message : unknown;

type GenericMethod<M extends GenericDefinition['methods'][string]> = TypedMethod<
  In<M['requestType']>,
  Out<M['requestType']>,
  In<M['responseType']>,
  Out<M['responseType']>,
  M['requestStream'],
  M['responseStream']
>;

type ProtobufEsMethod<M extends ProtobufEsService['method'][string]> = TypedMethod<
  MessageInit<MessageOf<M['input']>>,
  MessageOf<M['input']>,
  MessageInit<MessageOf<M['output']>>,
  MessageOf<M['output']>,
  M['methodKind'] extends 'client_streaming' | 'bidi_streaming' ? true : false,
  M['methodKind'] extends 'server_streaming' | 'bidi_streaming' ? true : false
>;

// biome-ignore-start lint/suspicious/noExplicitAny: releases of protobuf-es before 2.12.1 hide the message of a schema.
/** The message of a schema, by the mark that protobuf-es gives the type. */
type MessageOf<Schema> = Schema extends { readonly $codegenv2: { readonly a: infer Message } }
  ? Message
  : Schema extends { readonly $codegenv1: { readonly a: infer Message } }
    ? Message
    : any;
// biome-ignore-end lint/suspicious/noExplicitAny: releases of protobuf-es before 2.12.1 hide the message of a schema.

type Scalar = string | number | bigint | boolean | Uint8Array | undefined;
type Meta = '$typeName' | '$unknown';

/** A message of protobuf-es, or the fields that its `create` takes. */
type MessageInit<T> = T extends Scalar
  ? T
  : T extends readonly (infer Element)[]
    ? readonly MessageInit<Element>[]
    : T extends { readonly case: infer Case; readonly value?: infer Value }
      ? { readonly case: Case; readonly value?: MessageInit<Value> }
      : { readonly [Key in keyof T as Key extends Meta ? never : Key]?: MessageInit<T[Key]> };
