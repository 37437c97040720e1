import { status } from '@grpc/grpc-js';
import type { HedgingPolicy, RetryableCode, RetryPolicy } from '../channel-policy.js';
import { type Check, record, refuse } from '../checks.js';
import { cannotHonor, cannotHonorAny } from './refusals.js';
import { anyListOf, count, durationMs, wholeMs } from './values.js';

/** What a `retryPolicy` says, apart from the methods. */
export type RetryRule = Required<Omit<RetryPolicy, 'methods'>>;

/** What a `hedgingPolicy` says, apart from the methods. */
export type HedgingRule = Required<Omit<HedgingPolicy, 'methods'>>;

/** More attempts than this count as this many (gRFC A6). */
const MOST_ATTEMPTS = 5;

const attempts: Check<number> = (value, option) => {
  const number = count(value, option);
  return number < 2 ? refuse(option, value, 'an integer from 2') : Math.min(number, MOST_ATTEMPTS);
};

const code: Check<RetryableCode> = (value, option) => {
  const name = typeof value === 'number' ? status[value] : typeof value === 'string' ? value.toUpperCase() : '';
  const known = name !== undefined && name !== 'OK' && Number.isInteger(status[name as RetryableCode]);
  return known ? (name as RetryableCode) : refuse(option, value, 'a status other than OK, such as "UNAVAILABLE"');
};

const codes: Check<readonly RetryableCode[]> = (value, option) => [...new Set(anyListOf(code)(value, option))];

interface RetryFields {
  readonly maxAttempts: number;
  readonly initialBackoff: number;
  readonly maxBackoff: number;
  readonly backoffMultiplier: number;
  readonly retryableStatusCodes: readonly RetryableCode[];
  readonly perAttemptRecvTimeout: number;
}

const retry: Check<RetryFields> = (value, option) =>
  record<RetryFields>({
    maxAttempts: { check: attempts, required: true },
    initialBackoff: { check: wholeMs, required: true },
    maxBackoff: { check: wholeMs, required: true },
    backoffMultiplier: {
      check: (value, option) =>
        typeof value === 'number' && value > 0 ? value : refuse(option, value, 'a number greater than 0'),
      required: true,
    },
    retryableStatusCodes: { check: codes, required: true },
    perAttemptRecvTimeout: { check: durationMs },
  })(value, option);

/** @throws GrpcKitError `ERR_POLICY_INVALID` for what is malformed or cannot be honored. */
export const retryRule: Check<RetryRule> = (value, option) => {
  const given = retry(value, option);
  if (given.backoffMultiplier !== 2) {
    cannotHonor(`${option}.backoffMultiplier`, given.backoffMultiplier, 'waits double with each attempt: 2');
  }
  cannotHonorAny(given, option, {
    perAttemptRecvTimeout: 'leave it out; hedgingPolicy starts attempts beside slow ones',
  });
  if (given.retryableStatusCodes.length === 0) refuse(`${option}.retryableStatusCodes`, [], 'a non-empty list');
  return {
    maxAttempts: given.maxAttempts,
    // A first wait longer than the longest is cut to it.
    initialBackoffMs: Math.min(given.initialBackoff, given.maxBackoff),
    maxBackoffMs: given.maxBackoff,
    codes: given.retryableStatusCodes,
  };
};

interface HedgingFields {
  readonly maxAttempts: number;
  readonly hedgingDelay: number;
  readonly nonFatalStatusCodes: readonly RetryableCode[];
}

const hedging: Check<HedgingFields> = (value, option) =>
  record<HedgingFields>({
    maxAttempts: { check: attempts, required: true },
    hedgingDelay: { check: wholeMs, fallback: 0 },
    nonFatalStatusCodes: { check: codes, fallback: [] },
  })(value, option);

/** `UNAVAILABLE` never ends a hedged call; no other status may be named. */
export const hedgingRule: Check<HedgingRule> = (value, option) => {
  const given = hedging(value, option);
  const other = given.nonFatalStatusCodes.find((name) => name !== 'UNAVAILABLE');
  if (other !== undefined) {
    cannotHonor(`${option}.nonFatalStatusCodes`, given.nonFatalStatusCodes, 'name UNAVAILABLE alone');
  }
  return { maxAttempts: given.maxAttempts, delayMs: given.hedgingDelay };
};
