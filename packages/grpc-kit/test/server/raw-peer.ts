import { type ClientHttp2Session, type ClientHttp2Stream, connect, type OutgoingHttpHeaders } from 'node:http2';

/** A peer that speaks HTTP/2 by hand, for what no gRPC library would do. */
export class RawPeer {
  readonly session: ClientHttp2Session;

  constructor(port: number) {
    this.session = connect(`http://127.0.0.1:${port}`);
    this.session.on('error', () => {});
  }

  /** Opens a call and leaves its request open. */
  open(path: string, headers: OutgoingHttpHeaders = {}): ClientHttp2Stream {
    const stream = this.session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
      ...headers,
    });
    stream.on('error', () => {});
    return stream;
  }

  /** Sends bytes as the whole request and resolves with headers and trailers together. */
  async send(path: string, bytes: Buffer, headers: OutgoingHttpHeaders = {}): Promise<Record<string, unknown>> {
    const stream = this.open(path, headers);
    const seen: Record<string, unknown> = {};
    stream.on('response', (got) => Object.assign(seen, got));
    stream.on('trailers', (got) => Object.assign(seen, got));
    stream.end(bytes);
    stream.resume();
    await new Promise((resolve) => stream.once('close', resolve));
    return { ...seen, rstCode: stream.rstCode };
  }

  close(): void {
    this.session.destroy();
  }
}

/** A message in its gRPC frame. */
export function frame(
  message: Buffer | string,
  { compressed = 0, length }: { compressed?: number; length?: number } = {},
): Buffer {
  const bytes = Buffer.from(message);
  const head = Buffer.alloc(5);
  head.writeUInt8(compressed, 0);
  head.writeUInt32BE(length ?? bytes.length, 1);
  return Buffer.concat([head, bytes]);
}
