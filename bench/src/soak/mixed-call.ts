import type { PromiseClient } from '@org/grpc-kit';
import type { SoakService } from './soak-service.js';

export type SoakClient = PromiseClient<typeof SoakService>;

/** How a call of the soak went. */
export interface Outcome {
  readonly kind: string;
  /** How long after a plain timer for its deadline it settled, so that a machine without time for either is not its fault. */
  readonly lateMs: number;
  /** What it failed with, where it should not have failed, even with backends dying, as long as one serves. */
  readonly failure?: unknown;
  /** What it failed with, where only a backend that dies may be the reason. */
  readonly interruption?: unknown;
}

const ON_PURPOSE = new Error('thrown by the soak on purpose');

interface Kind {
  readonly run: (client: SoakClient, id: string, signal: AbortSignal, onHeaders: () => void) => Promise<unknown>;
  readonly deadlineMs: number;
  /** Status codes that it is made to end with, besides success. */
  readonly codes: readonly number[];
  /** Whether it may be repeated, and so must not fail while any backend serves: until its headers come (gRFC A6). */
  readonly repeatable?: boolean;
}

const LONG_MS = 5_000;
const SHORT_MS = 50;
const [CANCELLED, DEADLINE_EXCEEDED, INTERNAL] = [1, 4, 13];

const KINDS: Readonly<Record<string, Kind>> = {
  read: {
    run: (client, id, signal, onHeaders) => client.read(`${id} ok`, { deadlineMs: LONG_MS, signal, onHeaders }),
    deadlineMs: LONG_MS,
    codes: [],
    repeatable: true,
  },
  write: {
    run: (client, id, signal) => client.write(`${id} ok`, { deadlineMs: LONG_MS, signal }),
    deadlineMs: LONG_MS,
    codes: [],
  },
  'read, deadline': {
    run: (client, id, signal) => client.read(`${id} slow`, { deadlineMs: SHORT_MS, signal }),
    deadlineMs: SHORT_MS,
    codes: [DEADLINE_EXCEEDED],
  },
  'write, deadline': {
    run: (client, id, signal) => client.write(`${id} slow`, { deadlineMs: SHORT_MS, signal }),
    deadlineMs: SHORT_MS,
    codes: [DEADLINE_EXCEEDED],
  },
  'read, abort': {
    run: (client, id) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), Math.random() * 20);
      return client.read(`${id} slow`, { deadlineMs: LONG_MS, signal: controller.signal });
    },
    deadlineMs: LONG_MS,
    codes: [CANCELLED],
  },
  'read, handler throws': {
    run: (client, id, signal) => client.read(`${id} throw`, { deadlineMs: LONG_MS, signal }),
    deadlineMs: LONG_MS,
    codes: [INTERNAL],
  },
  list: {
    run: async (client, id, signal) => {
      for await (const _part of client.list(`${id} ok`, { deadlineMs: LONG_MS, signal }));
    },
    deadlineMs: LONG_MS,
    codes: [],
  },
  'list, break': {
    run: async (client, id, signal) => {
      for await (const _part of client.list(`${id} ok`, { deadlineMs: LONG_MS, signal })) break;
    },
    deadlineMs: LONG_MS,
    codes: [],
  },
  'list, throw': {
    run: async (client, id, signal) => {
      for await (const _part of client.list(`${id} ok`, { deadlineMs: LONG_MS, signal })) throw ON_PURPOSE;
    },
    deadlineMs: LONG_MS,
    codes: [],
  },
  echo: {
    run: async (client, id, signal) => {
      const requests = [`${id} ok`, `${id} ok`, `${id} ok`];
      for await (const _part of client.echo(requests, { deadlineMs: LONG_MS, signal }));
    },
    deadlineMs: LONG_MS,
    codes: [],
  },
  'echo, requests throw': {
    run: async (client, id, signal) => {
      function* requests() {
        yield `${id} ok`;
        throw ON_PURPOSE;
      }
      for await (const _part of client.echo(requests(), { deadlineMs: LONG_MS, signal }));
    },
    deadlineMs: LONG_MS,
    codes: [CANCELLED],
  },
};
const NAMES = Object.keys(KINDS);

/** Makes a call of a random kind; resolves once it has settled, and never rejects. */
export async function mixedCall(client: SoakClient, id: string, signal: AbortSignal): Promise<Outcome> {
  const name = NAMES[Math.floor(Math.random() * NAMES.length)] as string;
  const { run, deadlineMs, codes, repeatable } = KINDS[name] as Kind;
  let due = Number.POSITIVE_INFINITY;
  let answered = false;
  const timer = setTimeout(() => {
    due = performance.now();
  }, deadlineMs);
  const outcome = () => ({ kind: name, lateMs: Math.max(0, performance.now() - due) });
  try {
    await run(client, id, signal, () => {
      answered = true;
    });
    return outcome();
  } catch (error) {
    const { code } = error as { code?: number };
    if (error === ON_PURPOSE || (code !== undefined && codes.includes(code))) return outcome();
    return { ...outcome(), ...(repeatable && !answered ? { failure: error } : { interruption: error }) };
  } finally {
    clearTimeout(timer);
  }
}
