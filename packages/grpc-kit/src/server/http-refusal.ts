import type { Http2Stream, StreamHandler } from '../http2/stream.js';
import type { HttpFault } from '../rpc/request-head.js';

const BODY = Buffer.from('This is a gRPC server.\n');

/** The answer to a request that is HTTP and not gRPC, once it is complete. */
export class HttpRefusal implements StreamHandler {
  readonly #stream: Http2Stream;
  readonly #fault: HttpFault;

  constructor(stream: Http2Stream, fault: HttpFault, endStream: boolean) {
    this.#stream = stream;
    this.#fault = fault;
    if (endStream) this.#answer();
  }

  onHeaders(_trailers: unknown, endStream: boolean): void {
    if (endStream) this.#answer();
  }

  onData(_chunk: Buffer, start: number, end: number, endStream: boolean): void {
    this.#stream.consumed(end - start);
    if (endStream) this.#answer();
  }

  onReset(): void {}

  onDrain(): void {}

  #answer(): void {
    const { httpStatus, fields } = this.#fault;
    this.#stream.sendHeaders([':status', String(httpStatus), 'content-type', 'text/plain'], fields, false);
    this.#stream.sendData(undefined, BODY, true);
  }
}
