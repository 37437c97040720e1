import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { channelPolicy } from '../../src/policy/options.js';
import { serveGreeter } from '../support/greeter.js';

const text = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

test('the example of a service runs, against a greeter on this machine', async () => {
  const snippets = [...text.matchAll(/```ts\n(.*?)```/gs)].map(([, snippet = '']) => snippet);
  const code = snippets.find((snippet) => snippet.includes('createClientFactory()')) ?? '';
  const served = await serveGreeter();
  const body = code
    .replace(/^import .*$/gm, '')
    .replace('await using clients', 'const clients')
    .replace(/'dns:[^']*'/, JSON.stringify(served.target));
  const lines: unknown[] = [];
  const run = new Function(
    'createClientFactory',
    'GreeterService',
    'console',
    `return (async () => { ${body}; await clients.close(); })()`,
  );
  const { createClientFactory } = await import('@org/grpc-kit');
  const { GreeterService } = await import('@org/example-proto');
  await run(createClientFactory, GreeterService, { log: (line: unknown) => lines.push(line) });
  expect(lines).toEqual(['Hello, Ada', 1]);
  served.close();
});

test('the table of options names every option, and its defaults are the code’s', () => {
  const defaults = channelPolicy({}, 'policy') as unknown as Readonly<Record<string, unknown>>;
  const rows = text.split('\n').filter((line) => line.startsWith('| `'));
  for (const [option, value] of Object.entries(defaults)) {
    const row = rows.find((line) => line.includes(`\`${option}\``));
    expect(row, option).toBeDefined();
    if (typeof value !== 'object' || value === null) continue;
    for (const [, key = '', told = ''] of row?.matchAll(/(\w+): ([\d_]+|true|false)/g) ?? []) {
      const own = (value as Readonly<Record<string, unknown>>)[key];
      if (option !== 'hedging') expect(`${own}`, `${option}.${key}`).toBe(told.replaceAll('_', ''));
    }
  }
});
