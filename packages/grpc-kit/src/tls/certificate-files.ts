import { createPrivateKey, X509Certificate } from 'node:crypto';
import { type FSWatcher, readFileSync, watch } from 'node:fs';
import { dirname } from 'node:path';
import { GrpcKitError, quoted } from '../errors.js';

/** PEM files of one side of a connection; certificate and key come together or not at all. */
export interface CertificatePaths {
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
}

/** What the files held when they last fitted together. */
export interface Certificates {
  readonly ca: Buffer | undefined;
  readonly cert: Buffer | undefined;
  readonly key: Buffer | undefined;
  /** Serial number of the certificate in upper-case hex; empty without one. */
  readonly serial: string;
}

export interface FollowOptions {
  /** Time between looks at the files besides the directory's own events, in ms. Default 5,000. */
  readonly pollMs?: number;
  /** Told of every new set that fits together. */
  readonly onReload: (certificates: Certificates) => void;
  /** Told once of a new set that does not; the last good one stays in use. */
  readonly onReject: (error: GrpcKitError) => void;
}

/** Certificates that follow their files. */
export interface CertificateFiles {
  readonly current: Certificates;
  /** Looks at the files no more. */
  close(): void;
}

const DEFAULT_POLL_MS = 5_000;
/** Writers that replace one file after the other need this long; a broken pair is looked at again before it counts. */
const SETTLE_MS = 200;

/**
 * Reads the files now and follows them: replaced in place, or by the `..data` swap of a mounted Secret.
 * @throws GrpcKitError `ERR_TLS` when the first set is missing, unreadable, expired or does not fit together.
 */
export function followCertificateFiles(paths: CertificatePaths, options: FollowOptions): CertificateFiles {
  const { pollMs = DEFAULT_POLL_MS, onReload, onReject } = options;
  let current = readCertificates(paths);
  let suspect = '';
  let rejected = '';

  const look = (): void => {
    try {
      const found = readCertificates(paths);
      suspect = '';
      rejected = '';
      if (same(found, current)) return;
      current = found;
      onReload(found);
    } catch (error) {
      const { message } = error as GrpcKitError;
      if (message === rejected) return;
      if (message === suspect) {
        rejected = message;
        onReject(error as GrpcKitError);
      } else {
        suspect = message;
        lookSoon();
      }
    }
  };

  let soon: NodeJS.Timeout | undefined;
  const lookSoon = (): void => {
    clearTimeout(soon);
    soon = setTimeout(look, SETTLE_MS).unref();
  };
  const poll = setInterval(look, pollMs).unref();
  const watchers = directoriesOf(paths).flatMap((directory) => watchDirectory(directory, lookSoon));

  return {
    get current() {
      return current;
    },
    close: () => {
      clearInterval(poll);
      clearTimeout(soon);
      for (const watcher of watchers) watcher.close();
    },
  };
}

/**
 * Reads one set of files and checks that it can be used.
 * @throws GrpcKitError `ERR_TLS` that names the file and what is wrong with it.
 */
export function readCertificates({ caFile, certFile, keyFile }: CertificatePaths): Certificates {
  const ca = caFile === undefined ? undefined : read(caFile);
  const cert = certFile === undefined ? undefined : read(certFile);
  const key = keyFile === undefined ? undefined : read(keyFile);
  if (ca && caFile !== undefined) parse(caFile, ca);
  if (!cert || !key || certFile === undefined || keyFile === undefined) {
    if (cert || key) throw refused(certFile ?? keyFile, 'certificate and key come together; one of them is missing');
    return { ca, cert, key, serial: '' };
  }
  const leaf = parse(certFile, cert);
  if (Date.parse(leaf.validTo) < Date.now()) throw refused(certFile, `the certificate expired at ${leaf.validTo}`);
  if (!leaf.checkPrivateKey(parseKey(keyFile, key))) {
    throw refused(certFile, `the certificate does not belong to the key in ${quoted(keyFile)}`);
  }
  return { ca, cert, key, serial: leaf.serialNumber };
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw refused(file, `cannot be read (${(cause as NodeJS.ErrnoException).code})`, cause);
  }
}

/** The first certificate of a PEM file, once all of them are known to be certificates. */
function parse(file: string, pem: Buffer): X509Certificate {
  const blocks = pem.toString('latin1').match(/-----BEGIN [^-]+-----[^-]+-----END [^-]+-----/g) ?? [];
  try {
    const [leaf] = blocks.map((block) => new X509Certificate(block));
    if (leaf) return leaf;
  } catch (cause) {
    throw refused(file, 'holds something that is no PEM certificate', cause);
  }
  throw refused(file, 'holds no PEM certificate');
}

function parseKey(file: string, pem: Buffer) {
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw refused(file, 'holds no PEM private key without a passphrase', cause);
  }
}

function refused(file: string | undefined, why: string, cause?: unknown): GrpcKitError {
  return new GrpcKitError('ERR_TLS', `TLS file ${quoted(file)}: ${why}`, cause === undefined ? undefined : { cause });
}

function same(a: Certificates, b: Certificates): boolean {
  const equal = (x: Buffer | undefined, y: Buffer | undefined) => x === y || (!!x && !!y && x.equals(y));
  return equal(a.ca, b.ca) && equal(a.cert, b.cert) && equal(a.key, b.key);
}

function directoriesOf(paths: CertificatePaths): string[] {
  const files = [paths.caFile, paths.certFile, paths.keyFile].filter((file) => file !== undefined);
  return [...new Set(files.map(dirname))];
}

/** Events only make it faster than polling; where a directory cannot be watched, polling is enough. */
function watchDirectory(directory: string, changed: () => void): FSWatcher[] {
  try {
    const watcher = watch(directory, { persistent: false }, changed);
    watcher.on('error', () => watcher.close());
    return [watcher];
  } catch {
    return [];
  }
}
