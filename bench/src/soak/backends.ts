import type { ChildProcess } from 'node:child_process';
import { ended, endProgram, startProgram } from '../processes.js';

/** Backend processes on 127.0.0.2 and so on, each replaced at its address when it is ended. */
export class Backends {
  readonly #children: ChildProcess[] = [];
  readonly #writesFile: string;
  #port = 0;

  private constructor(writesFile: string) {
    this.#writesFile = writesFile;
  }

  static async start(count: number, writesFile: string): Promise<Backends> {
    const backends = new Backends(writesFile);
    for (let index = 0; index < count; index++) await backends.#start(index);
    return backends;
  }

  get target(): string {
    return `static:///${this.#children.map((_child, index) => `${host(index)}:${this.#port}`).join(',')}`;
  }

  /** Ends a random one, or only its connections; resolves when it serves again. */
  async disturb(): Promise<void> {
    const index = Math.floor(Math.random() * this.#children.length);
    const child = this.#children[index] as ChildProcess;
    const way = (['SIGKILL', 'SIGTERM', 'cut'] as const)[Math.floor(Math.random() * 3)];
    if (way === 'cut') return void child.send('cut');
    child.kill(way);
    await ended(child);
    await this.#start(index);
  }

  async close(): Promise<void> {
    await Promise.all(this.#children.map(endProgram));
  }

  async #start(index: number): Promise<void> {
    const { child, greeting } = await startProgram(new URL('backend-process.ts', import.meta.url), {
      BACKEND_HOST: host(index),
      BACKEND_PORT: String(this.#port),
      WRITES_FILE: this.#writesFile,
    });
    this.#port = greeting as number;
    this.#children[index] = child;
  }
}

const host = (index: number) => `127.0.0.${index + 2}`;
