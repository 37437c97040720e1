import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { GreeterService } from '../../examples/proto/src/index.js';
import { createClient } from '../../packages/grpc-kit/src/index.js';
import { serveGreeter } from '../../packages/grpc-kit/test/support/greeter.js';
import { root } from './pages.js';

const readme = readFileSync(join(root, 'packages/grpc-kit/README.md'), 'utf8');

test('a client that speaks TLS to a plaintext server is told what the README says', async () => {
  const [told = ''] = /^Error: 14 .* does not speak TLS.*$/m.exec(readme) ?? [];
  const server = await serveGreeter();
  const client = createClient(GreeterService, server.target, { tls: {}, deadlineMs: 30_000 });
  try {
    const error = await client.sayHello({ name: 'Ada' }).catch(String);
    expect(error).toBe(told.replace(/127\.0\.0\.2:\d+/g, server.address));
  } finally {
    await client.close();
    server.close();
  }
});
