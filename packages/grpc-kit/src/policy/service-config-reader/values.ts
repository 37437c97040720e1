import { type Check, refuse } from '../checks.js';

const DURATION = /^(\d{1,12})(?:\.(\d{1,9}))?s$/;

/** `google.protobuf.Duration` in JSON, as ms. */
export const durationMs: Check<number> = (value, option) => {
  const [, seconds, fraction = ''] = (typeof value === 'string' && DURATION.exec(value)) || [];
  if (seconds === undefined) refuse(option, value, 'a duration in seconds, such as "0.25s"');
  return Number(seconds) * 1_000 + Number(fraction.padEnd(9, '0')) / 1_000_000;
};

/** A duration in whole ms; a part of one counts as one. */
export const wholeMs: Check<number> = (value, option) => Math.ceil(durationMs(value, option));

/** A number, or the string in which JSON of protobuf puts 64 bits. */
export const count: Check<number> = (value, option) => {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number;
  return refuse(option, value, 'an integer from 0');
};

/** Any object; who looks into it checks it. */
export const anyObject: Check<Readonly<Record<string, unknown>>> = (value, option) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : refuse(option, value, 'an object');

/** A list of anything that the check takes. */
export function anyListOf<T>(element: Check<T>): Check<readonly T[]> {
  return (value, option) =>
    Array.isArray(value)
      ? value.map((item, index) => element(item, `${option}[${index}]`))
      : refuse(option, value, 'a list');
}
