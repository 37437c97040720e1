import { createServer, type Server } from 'node:net';
import { Http2Connection } from '../../../packages/grpc-kit/src/http2/connection.js';
import type { Http2Stream } from '../../../packages/grpc-kit/src/http2/stream.js';
import { Http2Transport } from '../../../packages/grpc-kit/src/transport/http2-transport.js';

/** An HTTP/2 server that says hello once a request is complete. */
export function echoServer(): Server {
  return createServer((socket) => {
    const answer = (stream: Http2Stream): void => {
      stream.sendHeaders([':status', '200'], undefined, false);
      stream.sendData(undefined, Buffer.from('hello world'), true);
    };
    const connection = new Http2Connection(
      'server',
      {},
      {
        onStream: (stream, _headers, endStream) => {
          if (endStream) answer(stream);
          return {
            onHeaders: (_trailers, ends) => (ends ? answer(stream) : undefined),
            onData: (_chunk, start, end, ends) => {
              stream.consumed(end - start);
              if (ends) answer(stream);
            },
            onReset: () => undefined,
            onDrain: () => undefined,
          };
        },
      },
    );
    new Http2Transport(socket, connection);
  });
}
