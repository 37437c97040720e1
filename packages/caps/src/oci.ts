import { CapsError, decodeFileCapabilities, type FileCapabilities } from '@org/caps';
import { ByteReader } from './oci/byte-reader.js';
import { decompress } from './oci/decompress.js';
import type { PaxRecords } from './oci/pax.js';
import { readTar } from './oci/tar.js';

/** A file of an image layer that carries capabilities. */
export interface LayerFile {
  /** As the archive has it, without a leading `./` or `/`. */
  readonly path: string;
  readonly capabilities: FileCapabilities;
  /** Permission bits; 0o4000 and 0o2000 are set-user-ID and set-group-ID. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** How to read a layer. */
export interface LayerOptions {
  /** Ends the wait for a slow stream with the signal's reason, and destroys the stream. Default: none. */
  readonly signal?: AbortSignal;
}

/**
 * Finds the files with capabilities in an OCI image layer: a tar, also gzipped (or zstd, with Node 22.15), as a stream
 * of bytes. Needs no root and unpacks nothing: the attribute is in the PAX header `SCHILY.xattr.security.capability`.
 * @throws CapsError ERR_LAYER_INVALID with `offset`; ERR_FILE_CAPABILITIES_INVALID with `path`
 */
export async function readLayerFileCapabilities(
  stream: AsyncIterable<Uint8Array>,
  { signal }: LayerOptions = {},
): Promise<LayerFile[]> {
  signal?.throwIfAborted();
  const found = collect(new ByteReader(decompress(stream)));
  if (!signal) return found;
  return await new Promise((resolve, reject) => {
    const abort = () => {
      reject(signal.reason);
      (stream as { destroy?: () => void }).destroy?.();
    };
    signal.addEventListener('abort', abort, { once: true });
    found.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

async function collect(reader: ByteReader): Promise<LayerFile[]> {
  const files: LayerFile[] = [];
  try {
    for await (const { path: archived, mode, uid, gid, pax } of readTar(reader)) {
      const value = capabilityRecord(pax);
      if (!value) continue;
      const path = archived.replace(/^(\.?\/)+/, '');
      files.push({ path, capabilities: decodeAt(path, value), mode, uid, gid });
    }
  } finally {
    await reader.close();
  }
  return files;
}

// GNU tar, Go's archive/tar and BuildKit write SCHILY with raw bytes; libarchive adds its own key with base64.
function capabilityRecord(pax: PaxRecords): Uint8Array | string | undefined {
  const base64 = pax.get('LIBARCHIVE.xattr.security.capability')?.toString('latin1');
  return pax.get('SCHILY.xattr.security.capability') ?? (base64 === undefined ? undefined : `0s${base64}`);
}

function decodeAt(path: string, value: Uint8Array | string): FileCapabilities {
  try {
    return decodeFileCapabilities(value);
  } catch (error) {
    if (!(error instanceof CapsError)) throw error;
    throw new CapsError(error.code, `${path}: ${error.message}`, { path, cause: error });
  }
}

export type { FileCapabilities } from '@org/caps';
export { CapsError } from '@org/caps';
