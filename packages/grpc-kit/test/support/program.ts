import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { until } from '@org/testing';

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** From the first signal that was sent to it, in ms. */
  readonly afterMs: number;
}

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** Arguments for node that run a TypeScript file of this workspace from source. */
export function nodeArguments(file: URL): string[] {
  return ['--conditions=@org/source', '--import', tsx, fileURLToPath(file)];
}

/** A program of a test: its JSON lines, and its end. */
export class Program {
  readonly lines: Record<string, unknown>[] = [];
  readonly exited: Promise<Exit>;
  readonly #child: ChildProcess;
  #signalledAt = 0;
  #output = '';

  constructor(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.#child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      let rest = '';
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        this.#output += chunk;
        const parts = (rest + chunk).split('\n');
        rest = parts.pop() ?? '';
        for (const part of parts) this.#keep(part);
      });
    }
    this.exited = new Promise((resolve) => {
      this.#child.once('close', (code, signal) =>
        resolve({ code, signal, afterMs: performance.now() - this.#signalledAt }),
      );
    });
  }

  /** Runs a TypeScript file from source. */
  static run(file: URL, env: NodeJS.ProcessEnv = {}): Program {
    return new Program(process.execPath, nodeArguments(file), env);
  }

  /** The first line with this message. */
  async line(msg: string): Promise<Record<string, unknown>> {
    try {
      return await until(`"${msg}"`, () => this.lines.find((line) => line['msg'] === msg), 30_000);
    } catch (error) {
      throw new Error(`${(error as Error).message}; it said:\n${this.#output}`);
    }
  }

  get messages(): unknown[] {
    return this.lines.map((line) => line['msg']);
  }

  signal(name: NodeJS.Signals): void {
    this.#signalledAt ||= performance.now();
    this.#child.kill(name);
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill('SIGKILL');
    await this.exited;
  }

  #keep(line: string): void {
    if (line.startsWith('{')) this.lines.push(JSON.parse(line) as Record<string, unknown>);
  }
}
