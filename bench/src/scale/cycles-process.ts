// Opens a client (CLIENT) of ADDRESS, makes a call and closes it, CYCLES times; tells what that has left behind. Needs --expose-gc.
import { createClientFactory } from '@org/grpc-kit';
import { plainSubject } from '../calls/subjects/plain.js';
import { EchoService } from '../echo.js';

const { CLIENT = '', ADDRESS = '', CYCLES = '' } = process.env;
const AT_ONCE = 8;
/** Before that, most of what grows is compiled code. */
const WARM_UP = 5_000;

const lives: Readonly<Record<string, () => Promise<void>>> = {
  kit: async () => {
    const factory = createClientFactory();
    await factory.client(EchoService, `static:///${ADDRESS}`).echo(Buffer.alloc(8));
    await factory.close();
  },
  'grpc-js': async () => {
    const client = plainSubject(ADDRESS);
    await client.unary(Buffer.alloc(8));
    await client.close();
  },
};
const cycle = lives[CLIENT];
if (!cycle) throw new Error(`CLIENT is "${CLIENT}"; there are ${Object.keys(lives).join(', ')}`);

async function cycles(times: number): Promise<void> {
  let left = times;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await cycle?.();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** grpc-js sweeps its pool of connections every ten seconds; what has been swept is collected here. */
async function heapBytes(): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 11_000));
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

await cycles(WARM_UP);
const before = await heapBytes();
await cycles(Number(CYCLES));
const grownBytes = (await heapBytes()) - before;
const handles = process.getActiveResourcesInfo().filter((name) => name.startsWith('TCP') || name === 'Timeout');
process.send?.({ grownBytes, handles: handles.length });
process.on('disconnect', () => process.exit(0));
