import { bytesAt, bytesField, type Field, integerAt, integerField, readFields } from '../protobuf.js';
import { expected, type FieldCodec } from './message-fields.js';

const SECONDS = 1;
const NANOS = 2;
/** What a `google.protobuf.Duration` may hold: 10,000 years. */
const LONGEST_MS = 315_576_000_000_000;

/** `google.protobuf.Duration`, in ms; zero when the wire carries none. */
export function durationMs(number: number): FieldCodec<number> {
  return {
    check: (value, name) => {
      const fits = typeof value === 'number' && value >= 0 && value <= LONGEST_MS;
      expected(fits, name, value, `a number of milliseconds from 0 to ${LONGEST_MS}`);
    },
    write: (value) => [bytesField(number, encodeDuration(value))],
    read: (fields) => readDurationMs(fields, number) ?? 0,
  };
}

/** The field's duration in ms; undefined when it is not there. */
export function readDurationMs(fields: readonly Field[], number: number): number | undefined {
  const bytes = bytesAt(fields, number);
  if (bytes === undefined) return undefined;
  const parts = readFields(bytes);
  return Number(integerAt(parts, SECONDS) ?? 0) * 1_000 + Number(integerAt(parts, NANOS) ?? 0) / 1_000_000;
}

function encodeDuration(ms: number): Buffer {
  const whole = Math.floor(ms / 1_000);
  const rest = Math.round((ms - whole * 1_000) * 1_000_000);
  const [seconds, nanos] = rest === 1_000_000_000 ? [whole + 1, 0] : [whole, rest];
  const parts = [
    [SECONDS, seconds],
    [NANOS, nanos],
  ] as const;
  return Buffer.concat(parts.flatMap(([number, value]) => (value === 0 ? [] : integerField(number, value))));
}
