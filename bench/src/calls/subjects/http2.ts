import { once } from 'node:events';
import { type ClientHttp2Session, type ClientHttp2Stream, connect } from 'node:http2';
import { downloadRequest, EchoService } from '../../echo.js';
import type { CallSubject } from './subject.js';

const FRAME_HEADER = 5;

/** gRPC's wire protocol by hand on node:http2, with nothing else: the floor. */
export async function http2Subject(address: string): Promise<CallSubject> {
  const session: ClientHttp2Session = connect(`http://${address}`, { settings: { initialWindowSize: 2 ** 20 } });
  await once(session, 'connect');
  session.setLocalWindowSize(2 ** 20);

  function open(path: string, payload: Buffer): ClientHttp2Stream {
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    const frame = Buffer.allocUnsafe(FRAME_HEADER + payload.length);
    frame.writeUInt8(0, 0);
    frame.writeUInt32BE(payload.length, 1);
    payload.copy(frame, FRAME_HEADER);
    stream.end(frame);
    return stream;
  }

  return {
    unary: (payload) =>
      new Promise((resolve, reject) => {
        const stream = open(EchoService.echo.path, payload);
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('trailers', (trailers) => {
          if (trailers['grpc-status'] !== '0') return reject(new Error(`status ${trailers['grpc-status']}`));
          const message = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
          return resolve(message.length - FRAME_HEADER);
        });
        stream.on('error', reject);
      }),
    download: (count, size) =>
      new Promise((resolve, reject) => {
        const stream = open(EchoService.download.path, downloadRequest(count, size));
        let bytes = 0;
        stream.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
        });
        stream.on('end', () => resolve(bytes / (size + FRAME_HEADER)));
        stream.on('error', reject);
      }),
    close: () => session.close(),
  };
}
