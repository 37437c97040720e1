import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createClientFactory } from '@org/grpc-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTextBackends, staticTarget, type TextBackend } from '../support/text-backend.js';
import { TextService } from '../support/text-service.js';

let backends: TextBackend[];
beforeAll(async () => {
  backends = await startTextBackends(2, { health: true });
});
afterAll(() => {
  for (const backend of backends) backend.close();
});

function run(script: string, args: readonly string[], flags: readonly string[] = []) {
  const program = fileURLToPath(new URL(`./programs/${script}.ts`, import.meta.url));
  const options = ['--import', 'tsx', '--conditions=@org/source', ...flags];
  const child = spawn(process.execPath, [...options, program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  return once(child, 'exit').then(([code]) => ({ code: code as number, output }));
}

test('a client that watches health and was never closed keeps no process alive, its calls do', async () => {
  const { code, output } = await run('never-closes', [staticTarget(backends)]);
  expect(output.trim().split('\n')).toHaveLength(2);
  expect(code).toBe(0);
});

test('10,000 clients that are opened and closed leave nothing behind', async () => {
  const { code, output } = await run('opens-and-closes', [staticTarget(backends), '10000'], ['--expose-gc']);
  expect(code).toBe(0);
  const { grownBytes, handles } = JSON.parse(output) as { grownBytes: number; handles: string[] };
  expect(grownBytes / 10_000).toBeLessThan(200);
  expect(handles.filter((kind) => kind === 'Timeout' || kind === 'TCPSocketWrap')).toEqual([]);
}, 240_000);

test('closing ends a call that waits for a backend, and lets one that has it finish', async () => {
  const factory = createClientFactory();
  const client = factory.client(TextService, staticTarget(backends));
  await factory.ready();
  let answer: (text: string) => void = () => undefined;
  const arrived = new Promise<void>((resolve) => {
    for (const backend of backends) {
      backend.unary = () => {
        resolve();
        return new Promise((reply) => {
          answer = reply;
        });
      };
    }
  });
  const taken = client.write('x');
  await arrived;
  const lost = createClientFactory();
  const waiting = lost.client(TextService, 'static:///127.0.0.9:1').read('x', { waitForReady: true });
  await Promise.all([factory.close(), lost.close()]);
  await expect(waiting).rejects.toMatchObject({ code: 14 });
  answer('in time');
  expect(await taken).toBe('in time');
});
