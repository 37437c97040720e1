import { execFileSync } from 'node:child_process';
import { CapturedProcess } from '../captured-process.js';
import { until } from '../until.js';

/** Mounts the image under a layer of the container's own, where only this container sees it, and runs the bundle. */
const RUN = `mount -t overlay -o lowerdir=../../image,upperdir=upper,workdir=work overlay root &&
  exec runc --root "$1" run "$2"`;

/** A container that was started; it stays until it ends or is removed. `ended` tells 137 when it was killed. */
export class Container extends CapturedProcess implements AsyncDisposable {
  readonly name: string;
  readonly #state: string;

  /** Runs the bundle in `directory`; `state` is where runc keeps its books. */
  constructor(name: string, directory: string, state: string) {
    super('unshare', ['--mount', '--propagation', 'private', 'sh', '-c', RUN, 'sh', state, name], { cwd: directory });
    this.name = name;
    this.#state = state;
  }

  /** Its root directory, seen from here. */
  get root(): string {
    return `/proc/${JSON.parse(this.#runc('state', this.name)).pid}/root`;
  }

  /** To its process 1, as a kubelet sends it. */
  signal(signal: NodeJS.Signals): void {
    this.#runc('kill', this.name, signal);
  }

  /** Ends it at once. */
  async remove(): Promise<void> {
    // Not in one try: a container that is only just being made cannot be deleted yet.
    await until(`the end of ${this.name}`, () => {
      if (this.running) this.#runc('delete', '--force', this.name);
      return !this.running;
    });
    await this.ended;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.remove();
  }

  #runc(...args: string[]): string {
    return execFileSync('runc', ['--root', this.#state, ...args], { encoding: 'utf8', stdio: 'pipe' });
  }
}
