import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ContainerSpec, ociConfig } from './oci-config.js';

/** One running container. */
export class Container {
  readonly id: string;
  readonly ip: string;
  readonly #state: string;
  readonly #process: ChildProcess;
  readonly #exit: Promise<number | null>;
  #output = '';

  constructor(scratch: string, spec: ContainerSpec) {
    this.id = spec.id;
    this.ip = spec.ip;
    this.#state = join(scratch, 'state');
    const bundle = join(scratch, 'bundles', spec.id);
    mkdirSync(bundle, { recursive: true });
    writeFileSync(join(bundle, 'config.json'), JSON.stringify(ociConfig(spec)));
    const args = ['--root', this.#state, 'run', '--bundle', bundle, this.id];
    this.#process = spawn('runc', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.#output += chunk;
      });
    }
    this.#exit = once(this.#process, 'exit').then(([code]) => code as number | null);
  }

  /** Everything it has printed so far. */
  get output(): string {
    return this.#output;
  }

  /** The log lines that pino wrote, parsed. */
  get log(): readonly Record<string, unknown>[] {
    return this.#output.split('\n').flatMap((line) => {
      if (!line.startsWith('{')) return [];
      try {
        return [JSON.parse(line) as Record<string, unknown>];
      } catch {
        return [];
      }
    });
  }

  get running(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** Its process 1, as it is numbered here. */
  get pid(): number {
    const state = execFileSync('runc', ['--root', this.#state, 'state', this.id], { encoding: 'utf8' });
    return (JSON.parse(state) as { pid: number }).pid;
  }

  /** Its root directory, seen from here. */
  get root(): string {
    return `/proc/${this.pid}/root`;
  }

  /** Hangs without closing anything. */
  freeze(): void {
    process.kill(this.pid, 'SIGSTOP');
  }

  /** To process 1 of the container, as a kubelet sends it. */
  signal(signal: 'TERM' | 'KILL'): void {
    execFileSync('runc', ['--root', this.#state, 'kill', this.id, signal], { stdio: 'ignore' });
  }

  /** Resolves when process 1 has ended, with its exit code (137: killed). */
  exited(): Promise<number | null> {
    return this.#exit;
  }

  async remove(): Promise<void> {
    if (this.running) this.signal('KILL');
    await this.#exit;
    execFileSync('runc', ['--root', this.#state, 'delete', '--force', this.id], { stdio: 'ignore' });
  }
}
