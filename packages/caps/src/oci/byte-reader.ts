import { CapsError } from '@org/caps';

/** Reads exact numbers of bytes from a stream of chunks, and keeps no more than a chunk. */
export class ByteReader {
  /** Bytes taken so far. */
  offset = 0;
  private readonly chunks: AsyncIterator<Uint8Array>;
  private rest: Uint8Array = new Uint8Array(0);

  constructor(stream: AsyncIterable<Uint8Array>) {
    this.chunks = stream[Symbol.asyncIterator]();
  }

  /** The next `length` bytes; undefined at the very end. @throws CapsError ERR_LAYER_INVALID when it ends within them */
  async read(length: number): Promise<Buffer | undefined> {
    const parts: Uint8Array[] = [];
    for await (const part of this.take(length)) parts.push(part);
    return parts.length === 0 && length > 0 ? undefined : Buffer.concat(parts);
  }

  /** Passes over bytes. @throws CapsError ERR_LAYER_INVALID when the stream ends before */
  async skip(length: number): Promise<void> {
    let passed = 0;
    for await (const part of this.take(length)) passed += part.length;
    if (passed < length) throw this.ended(length - passed);
  }

  /** Lets the stream end early. */
  async close(): Promise<void> {
    await this.chunks.return?.();
  }

  private async *take(length: number): AsyncGenerator<Uint8Array> {
    for (let missing = length; missing > 0; ) {
      if (this.rest.length === 0) {
        const { done, value } = await this.chunks.next();
        if (done) {
          if (missing < length) throw this.ended(missing);
          return;
        }
        this.rest = typeof value === 'string' ? Buffer.from(value, 'latin1') : value;
        continue;
      }
      const part = this.rest.subarray(0, missing);
      this.rest = this.rest.subarray(part.length);
      this.offset += part.length;
      missing -= part.length;
      yield part;
    }
  }

  private ended(missing: number): CapsError {
    const { offset } = this;
    return new CapsError('ERR_LAYER_INVALID', `tar ends at offset ${offset}, ${missing} bytes too early`, { offset });
  }
}
