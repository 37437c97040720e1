import { createClientFactory } from '@org/grpc-kit';
import { until } from '@org/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BackendProcess, spawnBackend } from '../support/backend-process.js';
import { TextService } from '../support/text-service.js';

const COUNT = 10_000;
const MESSAGE = 'x'.repeat(4_096);
/** What may be on its way at once: the flow control windows of both sides, and a good deal for their buffers. */
const IN_FLIGHT_LIMIT = 4_000;

let backend: BackendProcess;
const factory = createClientFactory({ policy: { deadlineMs: 60_000 } });
const client = () => factory.client(TextService, `static:///${backend.address}`);

beforeAll(async () => {
  backend = await spawnBackend();
});
afterAll(async () => {
  await factory.close();
  backend.kill('SIGKILL');
});

test('10,000 responses and a slow reader: the server waits for it', async () => {
  let read = 0;
  for await (const one of client().list(`${COUNT} ${MESSAGE.length}`)) {
    expect(one.length).toBe(MESSAGE.length);
    read += 1;
    if (read === 100) {
      const sent = await settled(() => backend.sent());
      expect(sent).toBeLessThan(IN_FLIGHT_LIMIT);
    }
  }
  expect(read).toBe(COUNT);
});

test('10,000 requests and a slow server: the generator waits for it', async () => {
  let made = 0;
  async function* requests(): AsyncGenerator<string> {
    for (; made < COUNT; made++) yield MESSAGE;
  }
  backend.pauseReading();
  const joined = client().join(requests());
  expect(await settled(async () => made)).toBeLessThan(IN_FLIGHT_LIMIT);
  expect(made).toBeGreaterThan(0);
  backend.resumeReading();
  expect(await joined).toBe(`${COUNT} parts`);
});

test('10,000 both ways and a slow reader: requests wait too', async () => {
  let made = 0;
  async function* requests(): AsyncGenerator<string> {
    for (; made < COUNT; made++) yield MESSAGE;
  }
  let read = 0;
  for await (const _ of client().echo(requests())) {
    read += 1;
    if (read === 100) expect(await settled(async () => made)).toBeLessThan(2 * IN_FLIGHT_LIMIT);
  }
  expect(read).toBe(COUNT);
});

/** The value once it has stopped growing. */
async function settled(read: () => Promise<number>): Promise<number> {
  let before = -1;
  let same = 0;
  return until('it stops growing', async () => {
    const now = await read();
    same = now === before ? same + 1 : 0;
    before = now;
    return same >= 20 ? Math.max(now, 1) : undefined;
  });
}
