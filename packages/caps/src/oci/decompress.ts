import { Readable, type Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { CapsError } from '@org/caps';

/** Undoes gzip, and zstd where Node can (22.15 and later); anything else passes as it is. */
export async function* decompress(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = stream[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < 4) {
    const { done, value } = await chunks.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  const whole = Readable.from(resume(head, chunks), { objectMode: false });
  const inflate = inflaterFor(head.toString('hex', 0, 4));
  if (!inflate) return yield* whole;
  try {
    // pipe() does not pass errors on, and an unread error would end the process.
    whole.on('error', (error) => inflate.destroy(error));
    yield* whole.pipe(inflate);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && /^(Z_|ZSTD_|ERR_Z)/.test(String(cause.code)))) throw cause;
    throw new CapsError('ERR_LAYER_INVALID', `the layer cannot be decompressed: ${cause.message}`, { cause });
  } finally {
    whole.destroy();
  }
}

async function* resume(head: Buffer, chunks: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
  } finally {
    await chunks.return?.();
  }
}

function inflaterFor(magic: string): Transform | undefined {
  if (magic.startsWith('1f8b')) return zlib.createGunzip();
  if (magic !== '28b52ffd') return undefined;
  const create = (zlib as { createZstdDecompress?: () => Transform }).createZstdDecompress;
  if (create) return create();
  throw new CapsError('ERR_LAYER_INVALID', 'the layer is zstd: decompress it first, or use Node 22.15 or later');
}
