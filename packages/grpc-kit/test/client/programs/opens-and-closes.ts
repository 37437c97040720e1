// Opens and closes COUNT clients of TARGET, every hundredth with a call, and tells what that has left behind.
import { createClientFactory } from '@org/grpc-kit';
import { TextService } from '../../support/text-service.js';

const [, , target = '', count = '0'] = process.argv;

async function cycle(times: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    const factory = createClientFactory();
    const client = factory.client(TextService, target);
    if (time % 100 === 0) await client.read('x');
    else if (time % 10 === 0) void client.read('x').catch(() => undefined);
    await factory.close();
  }
}

async function heapNow(): Promise<number> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

await cycle(1_000);
const before = await heapNow();
await cycle(Number(count));
const grownBytes = (await heapNow()) - before;
console.log(JSON.stringify({ grownBytes, handles: process.getActiveResourcesInfo() }));
