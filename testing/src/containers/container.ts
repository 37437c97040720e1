import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { until } from '../until.js';

/** Mounts the image under a layer of the container's own, where only this container sees it, and runs the bundle. */
const RUN = `mount -t overlay -o lowerdir=../../image,upperdir=upper,workdir=work overlay root &&
  exec runc --root "$1" run "$2"`;

/** A container that was started; it stays until it ends or is removed. */
export class Container {
  readonly name: string;
  readonly #runc: (...args: string[]) => string;
  readonly #process: ChildProcess;
  readonly #ended: Promise<number | null>;
  #stdout = '';
  #stderr = '';

  /** Runs the bundle in `directory`; `state` is where runc keeps its books. */
  constructor(name: string, directory: string, state: string) {
    this.name = name;
    this.#runc = (...args) => execFileSync('runc', ['--root', state, ...args], { encoding: 'utf8', stdio: 'pipe' });
    const args = ['--mount', '--propagation', 'private', 'sh', '-c', RUN, 'sh', state, name];
    this.#process = spawn('unshare', args, { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process.stdout?.setEncoding('utf8').on('data', (text) => {
      this.#stdout += text;
    });
    this.#process.stderr?.setEncoding('utf8').on('data', (text) => {
      this.#stderr += text;
    });
    this.#ended = new Promise((resolve, reject) => this.#process.once('error', reject).once('close', resolve));
  }

  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  /** The JSON lines that it has logged. */
  get log(): Readonly<Record<string, unknown>>[] {
    return this.#stdout.split('\n').flatMap((line) => {
      // The last line may not be whole yet.
      return line.startsWith('{') && line.endsWith('}') ? [JSON.parse(line)] : [];
    });
  }

  get running(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** Its root directory, seen from here. */
  get root(): string {
    return `/proc/${JSON.parse(this.#runc('state', this.name)).pid}/root`;
  }

  /** To its process 1, as a kubelet sends it. */
  signal(signal: NodeJS.Signals): void {
    this.#runc('kill', this.name, signal);
  }

  /** Resolves when process 1 has ended, with its exit code (137: killed). */
  ended(): Promise<number | null> {
    return this.#ended;
  }

  /** Ends it at once. */
  async remove(): Promise<void> {
    // Not in one try: a container that is only just being made cannot be deleted yet.
    await until(`the end of ${this.name}`, () => {
      if (this.running) this.#runc('delete', '--force', this.name);
      return !this.running;
    });
    await this.#ended;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.remove();
  }
}
