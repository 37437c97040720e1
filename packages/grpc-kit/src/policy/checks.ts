import { GrpcKitError, quoted } from '../errors.js';
import { refuseUnknownKeys } from '../known-options.js';
import { nearest } from '../nearest.js';

/** Returns the value when it is allowed; `option` is its full name, for the error. */
export type Check<T> = (value: unknown, option: string) => T;

/** One option of a record: how to check it and what it is when absent (undefined: it stays absent). */
interface Field<T> {
  readonly check: Check<T>;
  readonly fallback?: T;
  readonly required?: true;
}

/** One field for each key of T, optional keys included. */
export type Fields<T> = { readonly [K in keyof T]-?: Field<Exclude<T[K], undefined>> };

/** @throws GrpcKitError `ERR_POLICY_INVALID`, always. */
export function refuse(option: string, value: unknown, allowed: string): never {
  throw new GrpcKitError('ERR_POLICY_INVALID', `${option} is ${quoted(value)}, but must be ${allowed}`, { option });
}

export function integer(min: number, max: number, extra?: -1 | typeof Number.POSITIVE_INFINITY): Check<number> {
  const allowed = `an integer from ${min} to ${max}${extra === undefined ? '' : `, or ${extra}`}`;
  return (value, option) => {
    const fits = Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
    return fits || (extra !== undefined && value === extra) ? (value as number) : refuse(option, value, allowed);
  };
}

export const flag: Check<boolean> = (value, option) =>
  typeof value === 'boolean' ? value : refuse(option, value, 'true or false');

export function text(allowed: string, pattern: RegExp): Check<string> {
  return (value, option) => (typeof value === 'string' && pattern.test(value) ? value : refuse(option, value, allowed));
}

export function oneOf<T extends string>(...values: readonly T[]): Check<T> {
  return (value, option) => {
    if (values.includes(value as T)) return value as T;
    const guess = typeof value === 'string' ? nearest(value, values) : undefined;
    return refuse(option, value, `one of ${values.join(', ')}${guess ? `; did you mean ${guess}?` : ''}`);
  };
}

/** A list with at least one element and none twice. */
export function listOf<T extends string>(element: Check<T>, what: string): Check<readonly T[]> {
  return (value, option) => {
    if (!Array.isArray(value) || value.length === 0) return refuse(option, value, `a non-empty list of ${what}`);
    const list = value.map((item, index) => element(item, `${option}[${index}]`));
    const twice = list.find((item, index) => list.indexOf(item) !== index);
    return twice === undefined
      ? list
      : refuse(option, value, `a list without duplicates; ${quoted(twice)} stands twice`);
  };
}

/** An object with these fields only; absent ones and `undefined` take their fallback. */
export function record<T extends object>(fields: Fields<T>): Check<T> {
  const known = Object.keys(fields) as (keyof T & string)[];
  return (value, option) => {
    if (!isPlainObject(value)) return refuse(option, value, `an object with ${known.join(', ')}`);
    refuseUnknownKeys(value, option, known);
    const result: Partial<Record<string, unknown>> = {};
    for (const key of known) {
      const { check, fallback, required } = fields[key];
      const given = value[key];
      const settled = given === undefined && !required ? fallback : check(given, `${option}.${key}`);
      if (settled !== undefined) result[key] = settled;
    }
    return result as T;
  };
}

/** An object with any keys of the pattern. */
export function mapOf<T>(keys: string, pattern: RegExp, element: Check<T>): Check<Readonly<Record<string, T>>> {
  return (value, option) => {
    if (!isPlainObject(value)) return refuse(option, value, `an object by ${keys}`);
    const entries = Object.entries(value).map(([key, part]) => {
      if (pattern.test(key)) return [key, element(part, `${option}.${key}`)] as const;
      const message = `${option} has the key ${quoted(key)}, but its keys must be ${keys}`;
      throw new GrpcKitError('ERR_POLICY_INVALID', message, { option });
    });
    return Object.fromEntries(entries);
  };
}

/** The record, or `false` for none of it. */
export function orFalse<T extends object>(whole: Check<T>): Check<T | false> {
  return (value, option) => value !== false && whole(value, option);
}

/** The record, `true` for it with all its defaults, or `false` for none of it. */
export function orBoolean<T extends object>(whole: Check<T>): Check<T | false> {
  return (value, option) => value !== false && whole(value === true ? {} : value, option);
}

/** A record in which `low` never exceeds `high`; the default of one gives way to a given value of the other. */
export function ordered<T extends object, K extends keyof T & string>(
  whole: Check<T>,
  [low, lowDefault]: readonly [K, number],
  [high, highDefault]: readonly [K, number],
): Check<T> {
  return (value, option) => {
    const settled = whole(value, option) as T & Record<K, number | undefined>;
    const least = settled[low] ?? Math.min(lowDefault, settled[high] ?? highDefault);
    const most = settled[high] ?? Math.max(highDefault, least);
    if (least > most) refuse(`${option}.${low}`, least, `at most ${option}.${high}, which is ${most}`);
    return { ...settled, [low]: least, [high]: most };
  };
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
