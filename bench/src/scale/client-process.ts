// One client over COUNT backends of 127.1.0.0/16 that one wildcard server answers: PORT, COUNT, SUBSET (0: all).
import { createClientFactory, type Discovery, type Endpoint, type EndpointListener } from '@org/grpc-kit';
import { EchoService } from '../echo.js';
import { pickNanos } from './pick-cost.js';

const { PORT = '', COUNT = '', SUBSET = '0' } = process.env;
const [port, count, subsetSize] = [Number(PORT), Number(COUNT), Number(SUBSET)];

/** `count` backends, from the so-many-th address on. */
const backends = (from: number): Endpoint[] =>
  Array.from({ length: count }, (_, offset) => {
    const index = from + offset;
    return { address: `127.${1 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`, port };
  });

let listener: EndpointListener | undefined;
const pushed: Discovery = {
  scheme: 'pushed',
  createSource: () => ({
    start: (to) => {
      listener = to;
      setImmediate(() => to.endpoints(backends(0)));
    },
    refresh: () => {},
    close: () => {},
  }),
};

async function cpuMicros(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

const factory = createClientFactory({ discovery: pushed });
const client = factory.client(EchoService, 'pushed:///echo', subsetSize > 0 ? { discovery: { subsetSize } } : {});
const rssBefore = process.memoryUsage.rss();
const connectMicros = await cpuMicros(() => factory.ready({ timeoutMs: 60_000 }));
const rss = process.memoryUsage.rss() - rssBefore;
const connections = factory
  .snapshot()
  .flatMap(({ backends: known }) => known.filter(({ state }) => state === 'ready')).length;

const update = (list: Endpoint[]): Promise<number> =>
  cpuMicros(async () => {
    listener?.endpoints(list);
    await factory.ready({ timeoutMs: 60_000 });
  });
const oneMicros = await update([...backends(0).slice(1), ...backends(count).slice(0, 1)]);
const allMicros = await update(backends(2 * count));
await client.echo(Buffer.alloc(1));
await factory.close();

const picks =
  subsetSize > 0
    ? {}
    : {
        roundRobinNanos: await pickNanos('pushed:///echo', pushed, 'round_robin'),
        leastRequestNanos: await pickNanos('pushed:///echo', pushed, 'least_request'),
      };
process.send?.({ connectMicros, oneMicros, allMicros, rss, connections, ...picks });
process.on('disconnect', () => process.exit(0));
