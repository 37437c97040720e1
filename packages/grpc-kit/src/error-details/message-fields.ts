import { GrpcKitError, quoted } from '../errors.js';
import { knownOptions } from '../known-options.js';
import { allBytesAt, bytesAt, bytesField, type Field, integerAt, integerField, readFields } from '../protobuf.js';

/** One field of a message: what it may be, and how it goes over the wire. */
export interface FieldCodec<T> {
  /** @throws GrpcKitError `ERR_POLICY_INVALID` when the value is not allowed; `name` is where it stands. */
  readonly check: (value: T, name: string) => void;
  readonly write: (value: T) => readonly Buffer[];
  readonly read: (fields: readonly Field[]) => T;
}

/** A message: an object with a codec for each field. */
export interface MessageCodec<T> {
  readonly check: (message: T, name: string) => void;
  readonly encode: (message: T) => Buffer;
  /** @throws RangeError when the bytes are not an encoded message. */
  readonly decode: (bytes: Uint8Array) => T;
}

/** Fields that the wire does not carry are absent, as are those that are `undefined`. */
export function messageOf<T extends object>(
  codecs: {
    readonly [K in keyof T]-?: FieldCodec<T[K]>;
  },
): MessageCodec<T> {
  const keys = Object.keys(codecs) as (keyof T & string)[];
  const known = Object.fromEntries(keys.map((key) => [key, true])) as Record<keyof T & string, true>;
  return {
    check: (message, name) => {
      knownOptions(message, name, known);
      for (const key of keys) codecs[key].check(message[key], `${name}.${key}`);
    },
    encode: (message) => Buffer.concat(keys.flatMap((key) => codecs[key].write(message[key]))),
    decode: (bytes) => {
      const fields = readFields(bytes);
      const entries = keys.map((key) => [key, codecs[key].read(fields)] as const);
      return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as T;
    },
  };
}

/** `string`, empty when the wire carries none. */
export function text(number: number): FieldCodec<string> {
  return {
    check: (value, name) => expected(typeof value === 'string', name, value, 'a string'),
    write: (value) => (value === '' ? [] : [bytesField(number, value)]),
    read: (fields) => bytesAt(fields, number)?.toString('utf8') ?? '',
  };
}

/** `string` of which the empty one says nothing. */
export function optionalText(number: number): FieldCodec<string | undefined> {
  const { check, write, read } = text(number);
  return {
    check: (value, name) => check(value ?? '', name),
    write: (value) => write(value ?? ''),
    read: (fields) => read(fields) || undefined,
  };
}

/** `repeated string`. */
export function texts(number: number): FieldCodec<readonly string[]> {
  return {
    check: (values, name) => {
      expected(Array.isArray(values) && values.every((value) => typeof value === 'string'), name, values, 'strings');
    },
    write: (values) => values.map((value) => bytesField(number, value)),
    read: (fields) => allBytesAt(fields, number).map((bytes) => bytes.toString('utf8')),
  };
}

/** `map<string, string>`, of which the empty one says nothing. */
export function textMap(number: number): FieldCodec<Readonly<Record<string, string>> | undefined> {
  const entry = messageOf<{ readonly key: string; readonly value: string }>({ key: text(1), value: text(2) });
  return {
    check: (map, name) => {
      if (map === undefined) return;
      expected(typeof map === 'object' && map !== null, name, map, 'an object of strings');
      for (const [key, value] of Object.entries(map)) {
        expected(typeof value === 'string', `${name}.${key}`, value, 'a string');
      }
    },
    write: (map = {}) => Object.entries(map).map(([key, value]) => bytesField(number, entry.encode({ key, value }))),
    read: (fields) => {
      const entries = allBytesAt(fields, number).map(entry.decode);
      return entries.length === 0 ? undefined : Object.fromEntries(entries.map(({ key, value }) => [key, value]));
    },
  };
}

/** `int64`; with explicit presence (`optional`) a zero is said, without it is not. */
export function int64(number: number, presence: 'implicit' | 'explicit'): FieldCodec<bigint | undefined> {
  const said = (value: bigint | undefined) => value !== undefined && (value !== 0n || presence === 'explicit');
  return {
    check: (value, name) => {
      const fits = value === undefined || (typeof value === 'bigint' && BigInt.asIntN(64, value) === value);
      expected(fits, name, value, 'a bigint of 64 bits');
    },
    write: (value) => (said(value) ? [integerField(number, value as bigint)] : []),
    read: (fields) => {
      const value = integerAt(fields, number);
      return said(value) ? value : undefined;
    },
  };
}

/** A message of its own. */
export function message<T>(number: number, codec: MessageCodec<T>): FieldCodec<T | undefined> {
  return {
    check: (value, name) => {
      if (value !== undefined) codec.check(value, name);
    },
    write: (value) => (value === undefined ? [] : [bytesField(number, codec.encode(value))]),
    read: (fields) => {
      const bytes = bytesAt(fields, number);
      return bytes && codec.decode(bytes);
    },
  };
}

/** `repeated` messages. */
export function messages<T>(number: number, codec: MessageCodec<T>): FieldCodec<readonly T[]> {
  return {
    check: (values, name) => {
      expected(Array.isArray(values), name, values, 'a list');
      for (const [index, value] of values.entries()) codec.check(value, `${name}[${index}]`);
    },
    write: (values) => values.map((value) => bytesField(number, codec.encode(value))),
    read: (fields) => allBytesAt(fields, number).map(codec.decode),
  };
}

/** @throws GrpcKitError `ERR_POLICY_INVALID` unless the value fits. */
export function expected(fits: boolean, option: string, value: unknown, allowed: string): void {
  if (fits) return;
  throw new GrpcKitError('ERR_POLICY_INVALID', `${option} is ${quoted(value)}, but must be ${allowed}`, { option });
}
