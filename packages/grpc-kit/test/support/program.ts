import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { CapturedProcess, until } from '@org/testing';

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
export class Program extends CapturedProcess {
  readonly exited: Promise<Exit>;
  #signalledAt = 0;

  constructor(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    super(command, args, { env: { ...process.env, ...env } });
    this.exited = this.ended.then(() => {
      const { exitCode: code, signalCode: signal } = this.process;
      return { code, signal, afterMs: performance.now() - this.#signalledAt };
    });
  }

  /** Runs a TypeScript file from source. */
  static run(file: URL, env: NodeJS.ProcessEnv = {}): Program {
    return new Program(process.execPath, nodeArguments(file), env);
  }

  /** The first line with this message. */
  async line(msg: string): Promise<Record<string, unknown>> {
    try {
      return await until(`"${msg}"`, () => this.log.find((line) => line['msg'] === msg), 30_000);
    } catch (error) {
      throw new Error(`${(error as Error).message}; it said:\n${this.stdout}${this.stderr}`);
    }
  }

  get messages(): unknown[] {
    return this.log.map((line) => line['msg']);
  }

  signal(name: NodeJS.Signals): void {
    this.#signalledAt ||= performance.now();
    this.process.kill(name);
  }

  async kill(): Promise<void> {
    if (this.running) this.process.kill('SIGKILL');
    await this.exited;
  }
}
