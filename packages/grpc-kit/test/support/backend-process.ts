import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A backend in a process of its own, to be stopped, frozen and killed. */
export interface BackendProcess {
  readonly host: string;
  readonly port: number;
  /** `host:port`. */
  readonly address: string;
  kill(signal: NodeJS.Signals): void;
  /** Resolves when the process has ended. */
  readonly gone: Promise<unknown>;
  /** Messages that the last `list` has handed to its transport. */
  sent(): Promise<number>;
  pauseReading(): void;
  resumeReading(): void;
}

export interface BackendProcessOptions {
  readonly host?: string;
  readonly port?: number;
  /** Answers unary calls after this long, in ms. */
  readonly handlerMs?: number;
}

const PROGRAM = fileURLToPath(new URL('./backend-program.ts', import.meta.url));

/** Starts one; with SIGTERM it stops listening, ends its calls and exits. */
export async function spawnBackend(options: BackendProcessOptions = {}): Promise<BackendProcess> {
  const { host = '127.0.0.1', port = 0, handlerMs = 0 } = options;
  const child = fork(PROGRAM, {
    execArgv: ['--import', 'tsx', '--conditions=@org/source'],
    env: { ...process.env, HOST: host, PORT: `${port}`, HANDLER_MS: `${handlerMs}` },
  });
  const bound = (await message(child)) as number;
  return {
    host,
    port: bound,
    address: `${host}:${bound}`,
    kill: (signal) => void child.kill(signal),
    gone: once(child, 'exit'),
    sent: async () => {
      child.send('sent');
      return (await message(child)) as number;
    },
    pauseReading: () => void child.send('pause'),
    resumeReading: () => void child.send('resume'),
  };
}

/** Backends on 127.0.0.2 and so on, all on the port of the first. */
export async function spawnBackends(count: number, options: BackendProcessOptions = {}): Promise<BackendProcess[]> {
  const first = await spawnBackend({ ...options, host: '127.0.0.2' });
  const others = Array.from({ length: count - 1 }, (_, index) =>
    spawnBackend({ ...options, host: `127.0.0.${index + 3}`, port: first.port }),
  );
  return [first, ...(await Promise.all(others))];
}

async function message(child: ChildProcess): Promise<unknown> {
  const [value] = await once(child, 'message');
  return value;
}
