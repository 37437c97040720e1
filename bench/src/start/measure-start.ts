import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { type Summary, summary } from '../statistics.js';

const run = promisify(execFile);
const require = createRequire(import.meta.url);

/** What a fresh process pays for importing something. */
export interface ImportCost {
  readonly name: string;
  /** From before the import until it is done, in ms. */
  readonly ms: Summary;
  /** Growth of the resident set, in MB. */
  readonly rssMb: Summary;
}

/** Every import that is compared; the kit's as it is published, so build first. */
const IMPORTS: Readonly<Record<string, string>> = {
  'node:http2': 'node:http2',
  '@grpc/grpc-js': '@grpc/grpc-js',
  'nice-grpc': 'nice-grpc',
  '@connectrpc/connect-node': '@connectrpc/connect-node',
  '@org/grpc-kit': '@org/grpc-kit',
  '@org/grpc-kit/server': '@org/grpc-kit/server',
  '@org/grpc-kit/metrics': '@org/grpc-kit/metrics',
  'prom-client': 'prom-client',
  '@org/caps': '@org/caps',
  '@org/fs-safe': '@org/fs-safe',
};

/** Imports each in fresh processes, in turn. */
export async function measureImports(rounds: number): Promise<ImportCost[]> {
  const samples = new Map(Object.keys(IMPORTS).map((name) => [name, [] as { ms: number; rss: number }[]]));
  for (let round = -1; round < rounds; round++) {
    for (const [name, specifier] of Object.entries(IMPORTS)) {
      const sample = await importOnce(specifier);
      if (round >= 0) samples.get(name)?.push(sample);
    }
  }
  return [...samples].map(([name, list]) => ({
    name,
    ms: summary(list.map(({ ms }) => ms)),
    rssMb: summary(list.map(({ rss }) => rss / 2 ** 20)),
  }));
}

async function importOnce(specifier: string): Promise<{ ms: number; rss: number }> {
  const program = `
    const before = process.memoryUsage.rss(); const started = performance.now();
    await import(${JSON.stringify(specifier)});
    console.log(JSON.stringify({ ms: performance.now() - started, rss: process.memoryUsage.rss() - before }));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: import.meta.dirname,
  });
  return JSON.parse(stdout);
}

/** Time from the start of a process to its first reply, over a client of each kind. */
export async function measureFirstReply(address: string, rounds: number): Promise<ReadonlyMap<string, Summary>> {
  const samples = new Map(Object.keys(FIRST_CALLS).map((name) => [name, [] as number[]]));
  for (let round = -1; round < rounds; round++) {
    for (const [name, program] of Object.entries(FIRST_CALLS)) {
      const started = performance.now();
      await run(process.execPath, ['--input-type=module', '--eval', program], {
        cwd: import.meta.dirname,
        env: { ...process.env, ADDRESS: address },
      });
      if (round >= 0) samples.get(name)?.push(performance.now() - started);
    }
  }
  return new Map([...samples].map(([name, list]) => [name, summary(list)]));
}

const DEFINITION = `const bytes = (value) => value;
  const echo = { path: '/bench.v1.EchoService/Echo', requestStream: false, responseStream: false,
    requestSerialize: bytes, requestDeserialize: bytes, responseSerialize: bytes, responseDeserialize: bytes };`;

/** The whole life of a process that makes one call: start, import, connect, reply, exit. */
const FIRST_CALLS: Readonly<Record<string, string>> = {
  'grpc-js': `import { Client, credentials } from '@grpc/grpc-js'; ${DEFINITION}
    const client = new Client(process.env.ADDRESS, credentials.createInsecure());
    client.makeUnaryRequest(echo.path, bytes, bytes, Buffer.alloc(8), (error) => { if (error) throw error; client.close(); });`,
  '@org/grpc-kit': `import { createClientFactory } from '@org/grpc-kit'; ${DEFINITION}
    const factory = createClientFactory();
    await factory.client({ echo }, 'static:///' + process.env.ADDRESS).echo(Buffer.alloc(8));
    factory.close();`,
  'nice-grpc': `import { createChannel, createClient } from 'nice-grpc'; ${DEFINITION}
    const channel = createChannel(process.env.ADDRESS);
    await createClient({ echo }, channel).echo(Buffer.alloc(8));
    channel.close();`,
};

/** Fails early, with advice, when the packages have not been built. */
export function requireBuilt(): void {
  for (const name of ['@org/grpc-kit', '@org/caps', '@org/fs-safe']) {
    try {
      require.resolve(name);
    } catch (cause) {
      throw new Error(`${name} has not been built: run \`npm run build\` first`, { cause });
    }
  }
}
