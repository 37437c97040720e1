import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

/** A server in a process of its own. */
export interface ServerProcess {
  /** `127.0.0.1:port`. */
  readonly address: string;
  signal(signal: NodeJS.Signals): void;
  stop(): Promise<void>;
}

const START_MS = 30_000;

/** Starts a server that prints its port as its first line. */
export async function startPrinting(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<ServerProcess> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, ...env } });
  const lines = createInterface(child.stdout);
  const port = await Promise.race([
    once(lines, 'line').then(([line]) => Number(line)),
    once(child, 'exit').then(() => Number.NaN),
    delay(START_MS, Number.NaN, { ref: false }),
  ]);
  if (Number.isNaN(port)) {
    child.kill('SIGKILL');
    throw new Error(`${command} ${args.join(' ')} did not start within ${START_MS} ms`);
  }
  return serverProcess(child, port);
}

/** Starts a server that is told its port, and waits until it listens there. */
export async function startListening(
  command: string,
  args: (port: number) => readonly string[],
): Promise<ServerProcess> {
  const port = await freePort();
  const child = spawn(command, args(port), { stdio: 'ignore' });
  const server = serverProcess(child, port);
  const giveUpAt = Date.now() + START_MS;
  while (!(await listens(port))) {
    if (child.exitCode !== null || Date.now() > giveUpAt) {
      await server.stop();
      throw new Error(`${command} does not listen on port ${port}`);
    }
    await delay(20);
  }
  return server;
}

function serverProcess(child: ChildProcess, port: number): ServerProcess {
  return {
    address: `127.0.0.1:${port}`,
    signal: (signal) => void child.kill(signal),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** What a program printed. @throws Error with the last of what it said when it fails or takes too long. */
export function outputOf(
  command: string,
  args: readonly string[],
  timeoutMs = 120_000,
  env: NodeJS.ProcessEnv = {},
): Promise<string> {
  const options = { timeout: timeoutMs, maxBuffer: 2 ** 26, env: { ...process.env, ...env } };
  return new Promise((resolve, reject) => {
    execFile(command, args, options, (error, stdout, stderr) => {
      if (!error) resolve(stdout);
      else reject(new Error(`${error.killed ? `not done in ${timeoutMs} ms; ` : ''}${tail(stderr) || tail(stdout)}`));
    });
  });
}

function tail(text: string): string {
  return text.trim().split('\n').slice(-3).join(' / ');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
