import { readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Evidence } from './finding.js';

/** What a file said, or the error code (`ENOENT`, …) of the attempt. */
export type Reading =
  | { readonly file: string; readonly text: string; readonly error?: never }
  | { readonly file: string; readonly text?: never; readonly error: string };

/** The files of one process and of its filesystem, read without ever throwing. */
export class Files {
  constructor(
    /** The process's directory in /proc. */
    readonly process: string,
    /** /proc itself. */
    readonly procRoot: string,
    /** The process's root directory. */
    readonly root: string,
  ) {}

  /** A file of the process, such as `uid_map`. */
  own(name: string): Reading {
    return read(join(this.process, name), (path) => readFileSync(path, 'utf8'));
  }

  /** Where a link of the process leads, such as `ns/user`. */
  link(name: string): Reading {
    return read(join(this.process, name), readlinkSync);
  }

  /** A file of /proc as a whole, such as `sys/kernel/cap_last_cap`. */
  proc(name: string): Reading {
    return read(join(this.procRoot, name), (path) => readFileSync(path, 'utf8'));
  }

  /** A file in the process's filesystem, by absolute path. */
  inRoot(path: string): Reading {
    return read(join(this.root, path), (full) => readFileSync(full, 'utf8'));
  }

  /** Whether something is in the process's filesystem, without reading it. */
  exists(path: string): Reading {
    return read(join(this.root, path), present);
  }

  /** Whether something is in /proc, without reading it. */
  procExists(name: string): Reading {
    return read(join(this.procRoot, name), present);
  }
}

/** A reading as evidence: its text on one line, cut to 200 characters, or its error. */
export function evidenceOf(reading: Reading): Evidence {
  const text = reading.error ?? reading.text.trim().replace(/\s+/g, ' ');
  return { file: reading.file, value: text.length > 200 ? `${text.slice(0, 199)}…` : text };
}

function read(file: string, how: (path: string) => string): Reading {
  try {
    return { file, text: how(file) };
  } catch (error) {
    return { file, error: (error as NodeJS.ErrnoException).code ?? String(error) };
  }
}

function present(path: string): string {
  statSync(path);
  return 'present';
}
