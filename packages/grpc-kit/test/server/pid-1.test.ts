import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { status } from '@grpc/grpc-js';
import { until } from '@org/testing';
import { afterEach, expect, test } from 'vitest';
import { OciBundle } from '../support/oci-bundle.js';
import { nodeArguments, Program } from '../support/program.js';
import { drained, EchoClient } from './echo-service.js';

const greeter = new URL('./programs/greeter.ts', import.meta.url);
const workspace = fileURLToPath(new URL('../../../..', import.meta.url)).replace(/\/$/, '');
const id = `grpc-kit-pid-1-${process.pid}`;

function obstacle(): string | undefined {
  if (process.platform !== 'linux') return 'not on Linux';
  if (process.getuid?.() !== 0) return 'not root';
  return spawnSync('runc', ['--version']).status === 0 ? undefined : 'runc is not installed';
}

const missing = obstacle();
if (missing !== undefined) console.warn(`skipped: the server as pid 1 of a container (${missing})`);

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

test.skipIf(missing !== undefined)(
  'as pid 1 of a container the server leaves on SIGTERM like everywhere else',
  async () => {
    const args = [process.execPath, ...nodeArguments(greeter)];
    const bundle = new OciBundle(args, { DRAIN_DELAY_MS: '300', DEADLINE_MS: '5000' }, [
      dirname(dirname(process.execPath)),
      workspace,
    ]);
    cleanups.push(() => bundle.close());
    const state = ['--root', `${bundle.directory}/state`];
    const container = new Program('runc', [...state, 'run', '--bundle', bundle.directory, id]);
    cleanups.push(
      () => container.kill(),
      () => spawnSync('runc', [...state, 'delete', '--force', id]),
    );
    const ready = await container.line('ready');
    expect(ready['pid']).toBe(1);
    const client = new EchoClient(Number(ready['port']));
    cleanups.push(() => client.close());
    expect(await client.unary('hello')).toEqual({ messages: [{ text: 'hello' }] });
    const stream = drained(client.expand(''));

    const askedAt = performance.now();
    expect(spawnSync('runc', [...state, 'kill', id, 'TERM']).status).toBe(0);
    await until('NOT_SERVING', () => container.messages.includes('leaving: NOT_SERVING, still taking calls'));
    expect(await client.unary('late')).toEqual({ messages: [{ text: 'late' }] });
    expect(await container.exited).toMatchObject({ code: 0 });
    expect(performance.now() - askedAt).toBeLessThan(5_000);
    expect((await stream).error).toMatchObject({ code: status.UNAVAILABLE, details: 'the server is leaving' });
    expect(container.messages.slice(-2)).toEqual(['left', 'closed']);
  },
);
