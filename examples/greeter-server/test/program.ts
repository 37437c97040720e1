import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { freePort, until } from '@org/testing';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** The service as a process of its own, run from source. */
export interface Program {
  readonly process: ChildProcess;
  readonly address: string;
  readonly admin: string;
  /** Everything it logged. */
  readonly log: () => string;
  readonly errors: () => string;
  readonly exit: Promise<number | NodeJS.Signals | null>;
}

/** Starts the service without waiting for anything. */
export async function startProgram(cwd: string, env: Readonly<Record<string, string>> = {}): Promise<Program> {
  const address = `127.0.0.1:${await freePort()}`;
  const admin = `127.0.0.1:${await freePort()}`;
  const child = spawn(process.execPath, ['--conditions=@org/source', '--import', import.meta.resolve('tsx'), main], {
    cwd,
    env: {
      PATH: process.env['PATH'] ?? '',
      LISTEN: address,
      HTTP_LISTEN: admin,
      POD_NAME: 'greeter-test',
      DRAIN_DELAY_MS: '0',
      SHUTDOWN_DEADLINE_MS: '2000',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [log, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const exit = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.once('close', (code, signal) => resolve(code ?? signal)),
  );
  return { process: child, address, admin, log: () => log, errors: () => errors, exit };
}

/** Starts the service and waits until its readiness probe says so. */
export async function startReady(cwd: string, env: Readonly<Record<string, string>> = {}): Promise<Program> {
  const program = await startProgram(cwd, env);
  await until(
    `readiness; it said ${program.errors()}`,
    () =>
      fetch(`http://${program.admin}/readyz`).then(
        (reply) => reply.ok,
        () => false,
      ),
    30_000,
  );
  return program;
}
