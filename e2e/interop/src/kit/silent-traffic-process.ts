// Traffic with long silences, each kind on a channel of its own, for SECONDS against ADDRESS: prints one line of JSON
// per kind, { kind, calls, failed, lost, said }. A connection that is lost without a fault counts as `lost`.
import { setTimeout as delay } from 'node:timers/promises';
import { createClientFactory } from '@org/grpc-kit';
import { testClient } from './cases.js';
import { withEngine } from './engine.js';

const [address, seconds] = process.argv.slice(2);
const endsAt = Date.now() + Number(seconds) * 1_000;
type Client = ReturnType<typeof testClient>;

/** A server stream whose messages come this far apart. */
function stream(client: Client, intervalMs: number, messages: number): Promise<void> {
  const response_parameters = Array.from({ length: messages }, () => ({ size: 8, interval_us: intervalMs * 1_000 }));
  return drain(client.StreamingOutputCall({ response_parameters }, { deadlineMs: Number.POSITIVE_INFINITY }));
}

async function drain(messages: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of messages);
}

/** One message each, for as long as there is time. */
async function untilTheEnd(
  call: () => Promise<unknown>,
  tally: (call: Promise<unknown>) => Promise<void>,
  pauseMs = 0,
) {
  while (Date.now() + pauseMs < endsAt) {
    await tally(call());
    await delay(pauseMs);
  }
}

type Tally = (call: Promise<unknown>) => Promise<void>;

/** The rows of the keepalive table. */
const KINDS: Readonly<Record<string, (client: Client, tally: Tally) => Promise<unknown>>> = {
  'a call every 20 s after 60 s of idleness': async (client, tally) => {
    await tally(client.EmptyCall({}));
    await delay(Math.min(60_000, endsAt - Date.now()));
    await untilTheEnd(() => client.EmptyCall({}), tally, 20_000);
  },
  '20 calls a second': (client, tally) => untilTheEnd(() => client.EmptyCall({}), tally, 50),
  'a stream with a message every 15 s': (client, tally) =>
    tally(stream(client, 15_000, Math.max(1, Math.floor(Number(seconds) / 15)))),
  'a call every 45 s': (client, tally) => untilTheEnd(() => client.EmptyCall({}), tally, 45_000),
  'a stream with a message every 50 s': (client, tally) =>
    tally(stream(client, 50_000, Math.max(1, Math.floor(Number(seconds) / 50)))),
  'calls of 40 s': (client, tally) => untilTheEnd(() => stream(client, 40_000, 1), tally),
  '20 calls at once every 60 s': (client, tally) =>
    untilTheEnd(() => Promise.all(Array.from({ length: 20 }, () => client.EmptyCall({}))), tally, 60_000),
  'a stream that says nothing': (client, tally) => tally(stream(client, Number(seconds) * 1_000, 1)),
};

async function run(kind: string): Promise<void> {
  let [calls, failed, lost] = [0, 0, 0];
  const said = new Set<string>();
  const metrics = {
    event(event: { readonly kind: string; readonly from?: unknown; readonly to?: unknown }) {
      if (event.kind === 'backend_state' && event.from === 'ready' && event.to !== undefined) lost += 1;
    },
  };
  const factory = withEngine((extra) => createClientFactory({ metrics, ...extra })).made;
  const tally: Tally = async (call) => {
    calls += 1;
    await call.catch((error: Error) => {
      failed += 1;
      said.add(error.message);
    });
  };
  await KINDS[kind]?.(testClient(factory, `static:///${address}`), tally);
  console.log(JSON.stringify({ kind, calls, failed, lost, said: [...said].join('; ') }));
  await factory.close();
}

await Promise.all(Object.keys(KINDS).map(run));
