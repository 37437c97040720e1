import { fileURLToPath } from 'node:url';
import { status } from '@grpc/grpc-js';
import { ContainerHost, containersMissing, makeNodeImage, readOnlyBind, tmpfs, until } from '@org/testing';
import { expect, test } from 'vitest';
import { nodeArguments } from '../support/program.js';
import { drained, EchoClient } from './echo-service.js';

const greeter = new URL('./programs/greeter.ts', import.meta.url);
const workspace = fileURLToPath(new URL('../../../..', import.meta.url)).replace(/\/$/, '');

const missing = containersMissing();
if (missing !== undefined) console.warn(`skipped: the server as pid 1 of a container (${missing})`);

test.skipIf(missing !== undefined)(
  'as pid 1 of a container the server leaves on SIGTERM like everywhere else',
  async () => {
    await using host = new ContainerHost();
    makeNodeImage(host.image);
    const container = host.start(['/usr/bin/node', ...nodeArguments(greeter)], {
      env: { DRAIN_DELAY_MS: '300', DEADLINE_MS: '5000' },
      // In this order, so that a workspace below /tmp is not covered.
      mounts: [tmpfs('/tmp'), readOnlyBind(workspace)],
      network: 'host',
    });
    const ready = await until('the port', () => container.log.find(({ msg }) => msg === 'ready'), 30_000);
    expect(ready['pid']).toBe(1);
    const client = new EchoClient(Number(ready['port']));
    expect(await client.unary('hello')).toEqual({ messages: [{ text: 'hello' }] });
    const stream = drained(client.expand(''));

    const askedAt = performance.now();
    container.signal('SIGTERM');
    const messages = () => container.log.map(({ msg }) => msg);
    await until('NOT_SERVING', () => messages().includes('leaving: NOT_SERVING, still taking calls'));
    expect(await client.unary('late')).toEqual({ messages: [{ text: 'late' }] });
    expect(await container.ended).toBe(0);
    expect(performance.now() - askedAt).toBeLessThan(5_000);
    expect((await stream).error).toMatchObject({ code: status.UNAVAILABLE, details: 'the server is leaving' });
    expect(messages().slice(-2)).toEqual(['left', 'closed']);
    client.close();
  },
);
