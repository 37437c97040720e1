import { constants, type Stats, type StatsFs } from 'node:fs';
import { join } from 'node:path';
import { tryCall } from './errno.js';
import type { Host } from './host.js';

/** Opens a place in the tree without reading it, so search permission on its parents is enough (open(2)). */
export const O_PATH = 0o10000000;

/** A directory held open: what is done through it happens there, even after someone renames or replaces it. */
export interface PinnedDir {
  /** How the caller calls it, for messages. */
  readonly path: string;
  /** Absent where directories cannot be held, as on Windows. */
  readonly fd: number | undefined;
  /** A path of the directory itself. */
  readonly self: string;
  /** A path of an entry. */
  at(name: string): string;
  /** What the system said of the directory when it was first asked. */
  stat(): Stats;
  /** What the system said of its file system when it was first asked. */
  statfs(): StatsFs;
  close(): void;
}

/**
 * Holds the directory at `path`, which may be relative to `parent`.
 * @throws the system's error: ENOTDIR for a link when `followLink` is false
 */
export function pinDir(host: Host, path: string, followLink: boolean, display: string = path): PinnedDir {
  if (!host.hasProc) return new NamedDir(host, path, followLink, display);
  const flags = O_PATH | constants.O_DIRECTORY | (followLink ? 0 : constants.O_NOFOLLOW);
  return new HeldDir(host, host.fs.openSync(path, flags), display);
}

class HeldDir implements PinnedDir {
  readonly #path: string;
  #open = true;
  #stat: Stats | undefined;
  #statfs: StatsFs | undefined;

  constructor(
    private readonly host: Host,
    readonly fd: number,
    readonly path: string,
  ) {
    this.#path = `${host.procRoot}/self/fd/${fd}`;
  }

  get self(): string {
    this.#checkOpen();
    return this.#path;
  }

  at(name: string): string {
    return `${this.self}/${name}`;
  }

  stat(): Stats {
    this.#checkOpen();
    this.#stat ??= this.host.fs.fstatSync(this.fd);
    return this.#stat;
  }

  statfs(): StatsFs {
    this.#statfs ??= this.host.fs.statfsSync(this.self);
    return this.#statfs;
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    // Nothing was written through it, so whatever the system says of closing it means nothing to anybody.
    tryCall(() => this.host.fs.closeSync(this.fd));
  }

  // The number of a closed descriptor soon stands for another file.
  #checkOpen(): void {
    if (!this.#open) throw new Error(`${this.path} is used after it was closed`);
  }
}

/** Without /proc a directory goes by its name. */
class NamedDir implements PinnedDir {
  readonly fd: undefined;
  readonly #stat: Stats;
  #statfs: StatsFs | undefined;

  constructor(
    private readonly host: Host,
    readonly self: string,
    followLink: boolean,
    readonly path: string,
  ) {
    this.#stat = followLink ? host.fs.statSync(self) : host.fs.lstatSync(self);
    if (this.#stat.isDirectory()) return;
    const error = new Error(`ENOTDIR: not a directory, open '${self}'`);
    throw Object.assign(error, { code: 'ENOTDIR', syscall: 'open', path: self });
  }

  at(name: string): string {
    return join(this.self, name);
  }

  stat(): Stats {
    return this.#stat;
  }

  statfs(): StatsFs {
    this.#statfs ??= this.host.fs.statfsSync(this.self);
    return this.#statfs;
  }

  close(): void {}
}
