import { type ChildProcess, spawn } from 'node:child_process';

export interface CapturedOptions {
  /** Default: this process's. */
  readonly cwd?: string;
  /** All of its environment. Default: this process's. */
  readonly env?: NodeJS.ProcessEnv;
}

/** A child process that is told nothing on its standard input, and whose words are kept. */
export class CapturedProcess {
  readonly process: ChildProcess;
  /** Resolves when it has ended and all is read, with its exit code or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  #stdout = '';
  #stderr = '';

  constructor(command: string, args: readonly string[], options: CapturedOptions = {}) {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    this.process = child;
    this.ended = new Promise((resolve, reject) => {
      child.once('error', reject).once('close', (code, signal) => resolve(code ?? (signal as NodeJS.Signals)));
    });
  }

  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  /** The JSON objects among the lines of both, as loggers write them. */
  get log(): Readonly<Record<string, unknown>>[] {
    return `${this.#stdout}\n${this.#stderr}`.split('\n').flatMap((line) => {
      // The last line may not be whole yet.
      return line.startsWith('{') && line.endsWith('}') ? [JSON.parse(line)] : [];
    });
  }

  get running(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }
}
