import { fileURLToPath } from 'node:url';
import { status } from '@grpc/grpc-js';
import { until } from '@org/testing';
import { afterEach, expect, test } from 'vitest';
import { nodeArguments, Program } from '../support/program.js';

const SERVER_KIND = 1;
const CLIENT_KIND = 2;
const setup = fileURLToPath(new URL('./tracing-setup.cjs', import.meta.url));

interface Span {
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId?: string;
  readonly code: status;
}

const programs: Program[] = [];
afterEach(async () => {
  for (const program of programs.splice(0)) await program.kill();
});

function run(file: string, env: NodeJS.ProcessEnv = {}): Program {
  const args = ['--require', setup, ...nodeArguments(new URL(`./programs/${file}`, import.meta.url))];
  const program = new Program(process.execPath, args, env);
  programs.push(program);
  return program;
}

const spansOf = (program: Program): Span[] => program.log.filter((line) => line['msg'] === 'span') as unknown as Span[];

test('one trace leads from the BFF through a retry to both attempts at the server', async () => {
  const server = run('traced-server.ts');
  const { port } = await server.line('ready');
  const bff = run('traced-bff.ts', { TARGET: `static:///127.0.0.1:${port}` });
  await bff.line('done');
  const traceOf = (name: string): Span[] => {
    const root = spansOf(bff).find((span) => span.name === name);
    return [...spansOf(bff), ...spansOf(server)].filter((span) => span.traceId === root?.traceId);
  };
  const attemptsOf = (name: string): Span[] => traceOf(name).filter((span) => span.kind === SERVER_KIND);
  await until(
    'spans of all attempts',
    () => attemptsOf('GET /native').length + attemptsOf('GET /promise').length === 4,
  );

  for (const name of ['GET /native', 'GET /promise']) {
    const trace = traceOf(name);
    const root = trace.find((span) => span.name === name);
    const called = trace.filter((span) => span.kind === CLIENT_KIND);
    expect(called.map((span) => span.parentId)).toEqual([root?.spanId]);
    expect(called).toMatchObject([{ name: 'grpc.test.Echo/Unary', code: status.OK }]);
    const attempts = attemptsOf(name);
    expect(attempts.map((span) => span.name)).toEqual(Array(2).fill('grpc.test.Echo/Unary'));
    expect(attempts.map((span) => span.parentId)).toEqual(Array(2).fill(called[0]?.spanId));
  }
});
