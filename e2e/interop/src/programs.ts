import { fileURLToPath } from 'node:url';
import type { ServerOptions } from '@org/grpc-kit/server';
import { type GoPrograms, installGo } from './install/go.js';
import { type Installed, isSkipped } from './install/installed.js';
import { installJava, type JavaPrograms } from './install/java.js';
import { installPython, type PythonPrograms } from './install/python.js';
import { folder } from './paths.js';
import { outputOf, type ServerProcess, startListening, startPrinting } from './process.js';

/** An implementation of gRPC with its interop programs. */
export interface Implementation {
  readonly name: string;
  /** Why it is not here. */
  readonly skipped?: string | undefined;
  startServer(options?: ServerOptions): Promise<ServerProcess>;
  /** Runs cases against a server; the message of each that failed, or ''. */
  runCases(address: string): Promise<Readonly<Record<string, string>>>;
  /** Makes `count` unary calls at `rps` without retries: how many failed, and with what. */
  load?(address: string, rps: number, count: number): Promise<{ readonly failed: number; readonly said: string }>;
}

/** Everything that is installed, ours first. */
export interface Programs {
  readonly kit: Implementation;
  readonly foreign: readonly Implementation[];
  readonly go: Installed<GoPrograms>;
  readonly python: Installed<PythonPrograms>;
}

export const CASES = [
  'empty_unary',
  'large_unary',
  'client_streaming',
  'server_streaming',
  'ping_pong',
  'empty_stream',
  'cancel_after_begin',
  'cancel_after_first_response',
  'timeout_on_sleeping_server',
  'custom_metadata',
  'status_code_and_message',
  'special_status_message',
  'unimplemented_method',
  'unimplemented_service',
  'rpc_soak',
  'channel_soak',
] as const;

export function installPrograms(): Programs {
  const go = installGo();
  const python = installPython();
  const java = installJava();
  return { kit: kit(), foreign: [grpcGo(go), grpcJava(java), grpcio(python)], go, python };
}

const NODE = ['--import', 'tsx', '--conditions=@org/source'];

export function kitProgram(file: string): readonly string[] {
  return [...NODE, fileURLToPath(new URL(`kit/${file}`, import.meta.url))];
}

function kit(): Implementation {
  return {
    name: 'kit',
    startServer: (options = {}) =>
      startPrinting(process.execPath, kitProgram('server-process.ts'), { OPTIONS: JSON.stringify(options) }),
    async runCases(address) {
      const output = await outputOf(process.execPath, [...kitProgram('client-process.ts'), address]);
      return JSON.parse(output) as Record<string, string>;
    },
  };
}

function grpcGo(installed: Installed<GoPrograms>): Implementation {
  if (isSkipped(installed)) return absent('grpc-go', installed.skipped);
  const { server, client, ghz } = installed;
  return {
    name: 'grpc-go',
    startServer: () => startListening(server, (port) => [`--port=${port}`]),
    runCases: (address) =>
      oneByOne((name) =>
        outputOf(client, [
          '--server_host=127.0.0.1',
          `--server_port=${address.split(':')[1]}`,
          `--test_case=${name}`,
          '--soak_iterations=50',
          '--soak_overall_timeout_seconds=60',
          '--soak_per_iteration_max_acceptable_latency_ms=10000',
        ]),
      ),
    load: (address, rps, count) => ghzLoad(ghz, address, rps, count),
  };
}

async function ghzLoad(ghz: string, address: string, rps: number, count: number) {
  const { statusCodeDistribution: codes, errorDistribution: errors } = JSON.parse(
    await outputOf(
      ghz,
      [
        ['--insecure', '--format=json', '--proto', `${folder('proto')}test.proto`],
        ['--call', 'grpc.testing.TestService/UnaryCall', '-d', '{"response_size":8}'],
        [`--rps=${rps}`, `--total=${count}`, '--connections=4', '--concurrency=20', address],
      ].flat(),
      120_000,
    ),
  ) as {
    readonly statusCodeDistribution: Readonly<Record<string, number>>;
    readonly errorDistribution?: Readonly<Record<string, number>> | null;
  };
  return { failed: count - (codes['OK'] ?? 0), said: JSON.stringify(errors ?? {}) };
}

function grpcJava(installed: Installed<JavaPrograms>): Implementation {
  if (isSkipped(installed)) return absent('grpc-java', installed.skipped);
  const java = (...args: readonly string[]) => ['-cp', installed.classPath, ...args];
  return {
    name: 'grpc-java',
    startServer: () => startPrinting('java', java('InteropServer')),
    runCases: (address) => oneByOne((name) => outputOf('java', java('InteropClient', address, name))),
    load: async (address, rps, count) =>
      counted(await outputOf('java', java('InteropClient', address, 'load', `${rps}`, `${count}`), 120_000)),
  };
}

function grpcio(installed: Installed<PythonPrograms>): Implementation {
  if (isSkipped(installed)) return absent('grpcio', installed.skipped);
  const script = (name: string, ...args: readonly string[]) => [`${folder('python')}${name}`, folder('proto'), ...args];
  const client = (...args: readonly string[]) => outputOf(installed.python, script('client.py', ...args), 120_000);
  return {
    name: 'grpcio',
    startServer: () => startPrinting(installed.python, script('server.py')),
    runCases: (address) => oneByOne((name) => client(address, name)),
    load: async (address, rps, count) => counted(await client(address, 'load', `${rps}`, `${count}`)),
  };
}

/** `FAILED COUNT {what they said}`, as the Java and Python programs print it. */
function counted(output: string): { readonly failed: number; readonly said: string } {
  const [failed = '', , ...said] = output.trim().split(' ');
  return { failed: Number(failed), said: said.join(' ') };
}

async function oneByOne(run: (name: string) => Promise<unknown>): Promise<Readonly<Record<string, string>>> {
  const results: Record<string, string> = {};
  for (const name of CASES) {
    results[name] = await run(name).then(
      () => '',
      (error: Error) => error.message,
    );
  }
  return results;
}

function absent(name: string, skipped: string): Implementation {
  const refuse = () => Promise.reject(new Error(skipped));
  return { name, skipped, startServer: refuse, runCases: refuse };
}
