import { fileURLToPath } from 'node:url';
import { CapturedProcess, freePort, until } from '@org/testing';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** The service as a process of its own, run from source. */
export type Program = CapturedProcess & { readonly address: string; readonly admin: string };

/** Starts the service without waiting for anything. */
export async function startProgram(cwd: string, env: Readonly<Record<string, string>> = {}): Promise<Program> {
  const address = `127.0.0.1:${await freePort()}`;
  const admin = `127.0.0.1:${await freePort()}`;
  const args = ['--conditions=@org/source', '--import', import.meta.resolve('tsx'), main];
  const program = new CapturedProcess(process.execPath, args, {
    cwd,
    env: {
      PATH: process.env['PATH'],
      LISTEN: address,
      HTTP_LISTEN: admin,
      POD_NAME: 'greeter-test',
      DRAIN_DELAY_MS: '0',
      SHUTDOWN_DEADLINE_MS: '2000',
      ...env,
    },
  });
  return Object.assign(program, { address, admin });
}

/** Starts the service and waits until its readiness probe says so. */
export async function startReady(cwd: string, env: Readonly<Record<string, string>> = {}): Promise<Program> {
  const program = await startProgram(cwd, env);
  await until(
    `readiness; it said ${program.stderr}`,
    () =>
      fetch(`http://${program.admin}/readyz`).then(
        (reply) => reply.ok,
        () => false,
      ),
    30_000,
  );
  return program;
}
