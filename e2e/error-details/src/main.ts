// The error details of @org/grpc-kit against those of grpc-go, both ways: npm run e2e:details
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { isDeepStrictEqual, promisify } from 'node:util';
import { type Metadata, status } from '@grpc/grpc-js';
import { createClient } from '@org/grpc-kit';
import { type ErrorDetail, errorDetails } from '@org/grpc-kit/errors';
import { createServer, statusError } from '@org/grpc-kit/server';
import fc from 'fast-check';
import { standardDetails } from '../../../packages/grpc-kit/test/support/arbitrary-details.js';
import { examples } from './examples.js';
import { buildGo } from './go-program.js';

const RUNS = 1_000;

/** Bytes both ways; Go's server takes a `google.rpc.Status` for a request and fails with it. */
const DetailsService = {
  fail: {
    path: '/details.v1.Details/Fail',
    requestStream: false,
    responseStream: false,
    requestSerialize: (bytes: Buffer) => bytes,
    requestDeserialize: (bytes: Buffer) => bytes,
    responseSerialize: (bytes: Buffer) => bytes,
    responseDeserialize: (bytes: Buffer) => bytes,
  },
} as const;

/** Go fails with random details; what we read must be what we wrote. */
async function goFails(binary: string): Promise<void> {
  const go = spawn(binary, ['serve'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [address] = (await once(createInterface(go.stdout), 'line')) as [string];
    await using client = createClient(DetailsService, `static:///${address}`, { healthCheck: false });
    await fc.assert(
      fc.asyncProperty(fc.array(standardDetails, { maxLength: 4 }), async (details) => {
        const error: unknown = await client.fail(statusBytes(details)).catch((failure: unknown) => failure);
        const { code, details: message } = error as { code?: number; details?: string };
        const seen = errorDetails(error);
        if (code !== status.ABORTED || message !== 'as asked') throw new Error(`${code} ${message}`);
        if (!isDeepStrictEqual(seen, details)) throw new Error(`read ${text(seen)} in place of ${text(details)}`);
      }),
      { numRuns: RUNS, includeErrorInReport: true },
    );
  } finally {
    go.kill();
  }
}

/** Our server fails; Go prints what it reads, in the JSON of protobuf. */
async function weFail(binary: string): Promise<void> {
  await using server = createServer({ drainDelayMs: 0 });
  server.addService(DetailsService, {
    fail: () => {
      throw statusError(status.RESOURCE_EXHAUSTED, 'too many', { details: examples.map(({ detail }) => detail) });
    },
  });
  const port = await server.listen('127.0.0.1:0');
  const { stdout } = await promisify(execFile)(binary, ['call', `127.0.0.1:${port}`]);
  const [code, message, ...details] = stdout.trimEnd().split('\n');
  const seen = [code, message, ...details.map((line) => JSON.parse(line) as unknown)];
  const expected = ['8', 'too many', ...examples.map(({ name, json }) => [name, json])];
  if (!isDeepStrictEqual(seen, expected)) throw new Error(`Go read ${text(seen)} in place of ${text(expected)}`);
}

function statusBytes(details: readonly ErrorDetail[]): Buffer {
  const { metadata } = statusError(status.ABORTED, 'as asked', { details });
  return (metadata as Metadata).get('grpc-status-details-bin')[0] as Buffer;
}

function text(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? `${part}` : part));
}

const total = { passed: 0, failed: 0, skipped: 0 };
const go = buildGo();
for (const [name, check] of [
  [`grpc-go fails with ${RUNS} random lists of details, and we read them`, goFails],
  [`we fail with ${examples.length} details, and grpc-go reads them`, weFail],
] as const) {
  if ('skipped' in go) {
    total.skipped++;
    console.log(`  SKIPPED ${name}: ${go.skipped}`);
    continue;
  }
  try {
    await check(go.binary);
    total.passed++;
    console.log(`  ok      ${name}`);
  } catch (error) {
    total.failed++;
    console.log(`  FAILED  ${name}: ${(error as Error).message}`);
  }
}
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
