import { type Check, flag, record, refuse } from '../checks.js';
import { methodPath } from '../method-table.js';
import { type HedgingRule, hedgingRule, type RetryRule, retryRule } from './attempts.js';
import { cannotHonorAny } from './refusals.js';
import { anyListOf, count, wholeMs } from './values.js';

/** An entry of `methodConfig`. */
export interface MethodConfig {
  /** Full paths, `/pkg.Service/*` for a whole service; or `every` for all methods that have no entry of their own. */
  readonly methods: readonly string[] | 'every';
  readonly deadlineMs?: number;
  readonly retry?: RetryRule;
  readonly hedging?: HedgingRule;
  readonly maxSendBytes?: number;
  readonly maxReceiveBytes?: number;
}

interface Name {
  readonly service: string;
  readonly method: string;
}

interface Entry {
  readonly name: readonly Name[];
  readonly waitForReady: boolean;
  readonly timeout: number;
  readonly maxRequestMessageBytes: number;
  readonly maxResponseMessageBytes: number;
  readonly retryPolicy: RetryRule;
  readonly hedgingPolicy: HedgingRule;
}

const text: Check<string> = (value, option) => (typeof value === 'string' ? value : refuse(option, value, 'a string'));

const entry: Check<Entry> = (value, option) =>
  record<Entry>({
    name: {
      check: anyListOf(record<Name>({ service: { check: text, fallback: '' }, method: { check: text, fallback: '' } })),
      required: true,
    },
    waitForReady: { check: flag },
    timeout: { check: wholeMs },
    maxRequestMessageBytes: { check: count },
    maxResponseMessageBytes: { check: count },
    retryPolicy: { check: retryRule },
    hedgingPolicy: { check: hedgingRule },
  })(value, option);

/** @throws GrpcKitError `ERR_POLICY_INVALID` for what is malformed or cannot be honored. */
export const methodConfig: Check<MethodConfig> = (value, option) => {
  const given = entry(value, option);
  if (given.waitForReady) {
    cannotHonorAny(given, option, { waitForReady: 'leave it out, and pass waitForReady as an option of the calls' });
  }
  if (given.retryPolicy && given.hedgingPolicy) {
    refuse(option, value, 'an entry with either retryPolicy or hedgingPolicy');
  }
  const methods = methodsOf(given.name, `${option}.name`);
  if (methods !== 'every') {
    const remedy = 'limits of size hold for a whole channel: move it to an entry with the name {}';
    cannotHonorAny(given, option, { maxRequestMessageBytes: remedy, maxResponseMessageBytes: remedy });
  }
  return {
    methods,
    ...(given.timeout !== undefined && { deadlineMs: given.timeout }),
    ...(given.retryPolicy && { retry: given.retryPolicy }),
    ...(given.hedgingPolicy && { hedging: given.hedgingPolicy }),
    ...(given.maxRequestMessageBytes !== undefined && { maxSendBytes: given.maxRequestMessageBytes }),
    ...(given.maxResponseMessageBytes !== undefined && { maxReceiveBytes: given.maxResponseMessageBytes }),
  };
};

function methodsOf(names: readonly Name[], option: string): readonly string[] | 'every' {
  if (names.length === 0) refuse(option, names, 'a non-empty list of { service, method }; {} stands for every method');
  const nameless = names.findIndex(({ service }) => service === '');
  if (nameless < 0) return names.map(({ service, method }) => methodPath(service, method));
  if (names[nameless]?.method !== '') refuse(`${option}[${nameless}]`, names[nameless], 'given a service too');
  return 'every';
}
