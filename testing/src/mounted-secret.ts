import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory laid out as the kubelet mounts a Secret: files behind `..data`, replaced by one rename. */
export class MountedSecret implements Disposable {
  readonly directory: string;
  #generation = 0;

  /** Default directory: one of its own below the system's for temporary files. */
  constructor(files: Readonly<Record<string, string>>, directory = mkdtempSync(join(tmpdir(), 'mounted-secret-'))) {
    this.directory = directory;
    mkdirSync(directory, { recursive: true });
    chmodSync(this.directory, 0o755);
    this.swap(files);
    for (const name of Object.keys(files)) symlinkSync(join('..data', name), this.path(name));
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  /** Replaces all files at once. */
  swap(files: Readonly<Record<string, string>>): void {
    const version = `..version-${++this.#generation}`;
    mkdirSync(join(this.directory, version));
    for (const [name, content] of Object.entries(files)) writeFileSync(join(this.directory, version, name), content);
    symlinkSync(version, join(this.directory, '..data_tmp'));
    renameSync(join(this.directory, '..data_tmp'), join(this.directory, '..data'));
    rmSync(join(this.directory, `..version-${this.#generation - 1}`), { recursive: true, force: true });
  }

  close(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
