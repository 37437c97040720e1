import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A program of the demo, running. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  /** Resolves with what ended it: `exit 0`, `SIGKILL`. */
  readonly ended: Promise<string>;
  readonly isRunning: boolean;
  /** The last lines it logged. */
  readonly log: readonly string[];
  signal(signal: NodeJS.Signals): void;
}

const LOG_LINES = 40;
const preload = fileURLToPath(new URL('./exit-with-parent.js', import.meta.url));

/** All programs that the demo started; none outlives it. */
export class Children {
  readonly #running = new Set<Child>();
  #closed = false;

  constructor() {
    process.on('exit', () => this.signalAll('SIGKILL'));
  }

  /** @throws Error after `close()`, so that nothing starts while the demo ends. */
  start(name: string, script: string, options: { env: Readonly<Record<string, string>>; cwd: string }): Child {
    if (this.#closed) throw new Error('the demo is ending');
    const { PATH = '' } = process.env;
    const spawned = spawn(process.execPath, ['--import', preload, script], {
      cwd: options.cwd,
      env: { PATH, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // Of a group of its own: Ctrl-C reaches the demo alone, which then ends its children in order.
      detached: true,
    });
    const child = new RunningChild(name, spawned);
    this.#running.add(child);
    void child.ended.then(() => this.#running.delete(child));
    return child;
  }

  signalAll(signal: NodeJS.Signals): void {
    for (const child of this.#running) child.signal(signal);
  }

  /** Asks all to end, makes those that linger, and waits until the last is gone. */
  async close(graceMs: number): Promise<void> {
    this.#closed = true;
    this.signalAll('SIGTERM');
    const force = setTimeout(() => this.signalAll('SIGKILL'), graceMs);
    await Promise.all([...this.#running].map(({ ended }) => ended));
    clearTimeout(force);
  }
}

class RunningChild implements Child {
  readonly ended: Promise<string>;
  readonly log: string[] = [];
  isRunning = true;
  readonly #process: ChildProcess;

  constructor(
    readonly name: string,
    spawned: ChildProcess,
  ) {
    this.#process = spawned;
    this.ended = new Promise((resolve) => {
      spawned.once('error', (error) => resolve(error.message));
      spawned.once('exit', (code, signal) => resolve(signal ?? `exit ${code}`));
    }).then((how) => {
      this.isRunning = false;
      return how as string;
    });
    for (const stream of [spawned.stdout, spawned.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.#keep(line));
    }
  }

  get pid(): number {
    return this.#process.pid ?? -1;
  }

  signal(signal: NodeJS.Signals): void {
    if (this.isRunning) this.#process.kill(signal);
  }

  #keep(line: string): void {
    this.log.push(line);
    if (this.log.length > LOG_LINES) this.log.shift();
  }
}
