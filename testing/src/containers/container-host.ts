import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Container } from './container.js';
import type { ContainerOptions } from './container-options.js';
import { ociConfig } from './oci-config.js';

/** How a container ended, and what it had said. */
export interface ContainerResult {
  readonly code: number | NodeJS.Signals;
  readonly stdout: string;
  readonly stderr: string;
}

const SCRATCH = /^test-containers-(\d+)-/;

/** A directory for a host of this process; those of processes that were killed are removed first, and what ran there. */
export function containerScratch(): string {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = SCRATCH.exec(name) ?? [];
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) removeContainerScratch(join(tmpdir(), name));
  }
  const directory = mkdtempSync(join(tmpdir(), `test-containers-${process.pid}-`));
  chmodSync(directory, 0o755);
  return directory;
}

/** Removes the directory with every container in it, running or not. */
export function removeContainerScratch(directory: string): void {
  const state = join(directory, 'state');
  for (const name of existsSync(state) ? readdirSync(state) : []) {
    spawnSync('runc', ['--root', state, 'delete', '--force', name]);
  }
  rmSync(directory, { recursive: true, force: true });
}

/** Starts containers from one image; disposing of it ends them all and leaves nothing behind. */
export class ContainerHost implements AsyncDisposable {
  /** Root directory of the image: whatever is put here is in each container that is started afterwards. */
  readonly image: string;
  readonly #directory: string;
  readonly #containers: Container[] = [];

  constructor(directory: string = containerScratch()) {
    this.#directory = directory;
    this.image = join(directory, 'image');
  }

  start(args: readonly string[], options: ContainerOptions = {}): Container {
    const { name = `container-${this.#containers.length}` } = options;
    const bundle = join(this.#directory, 'bundles', name);
    for (const part of ['root', 'upper', 'work']) mkdirSync(join(bundle, part), { recursive: true });
    const place = { name, cgroup: `${basename(this.#directory)}-${name}`, root: 'root', args };
    writeFileSync(join(bundle, 'config.json'), JSON.stringify(ociConfig(place, options)));
    const container = new Container(name, bundle, join(this.#directory, 'state'));
    this.#containers.push(container);
    return container;
  }

  /** Waits for the end. */
  async run(args: readonly string[], options: ContainerOptions = {}): Promise<ContainerResult> {
    const container = this.start(args, options);
    const code = await container.ended;
    return { code, stdout: container.stdout, stderr: container.stderr };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await Promise.all(this.#containers.map((container) => container.remove()));
    } finally {
      removeContainerScratch(this.#directory);
    }
  }
}
