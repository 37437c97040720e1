import { once } from 'node:events';
import { connect } from 'node:http2';
import { Metadata, status } from '@grpc/grpc-js';
import { clientMetrics } from '@org/grpc-kit/metrics';
import { Registry } from 'prom-client';
import { EchoService } from '../../echo.js';
import type { CallSubject } from './subject.js';

const FRAME_HEADER = 5;
const DEADLINE_MS = 10_000;

/**
 * What a transport of the kit's own could cost at best: the floor with a deadline, metadata both ways, status and
 * metrics, and without pick, retries, cancellation, streams or anything that makes it hold under faults.
 */
export async function spikeSubject(address: string): Promise<CallSubject> {
  const session = connect(`http://${address}`, { settings: { initialWindowSize: 2 ** 20 } });
  await once(session, 'connect');
  session.setLocalWindowSize(2 ** 20);
  const observer = clientMetrics(new Registry());
  const method = EchoService.echo.path;

  function unary(payload: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      const startedAt = performance.now();
      const headers = new Metadata().toHttp2Headers();
      headers[':method'] = 'POST';
      headers[':path'] = method;
      headers['content-type'] = 'application/grpc';
      headers['grpc-timeout'] = `${DEADLINE_MS}m`;
      headers['user-agent'] = 'spike';
      headers['te'] = 'trailers';
      const stream = session.request(headers);
      const timer = setTimeout(() => stream.close(), DEADLINE_MS);
      observer.clientAttemptStarted?.(address, method);
      const framed = Buffer.allocUnsafe(FRAME_HEADER + payload.length);
      framed[0] = 0;
      framed.writeUInt32BE(payload.length, 1);
      payload.copy(framed, FRAME_HEADER);
      stream.end(framed);
      let received: Buffer | undefined;
      stream.on('response', (answered) => void Metadata.fromHttp2Headers(answered));
      stream.on('data', (chunk: Buffer) => {
        received = received ? Buffer.concat([received, chunk]) : chunk;
      });
      stream.on('trailers', (trailers) => {
        clearTimeout(timer);
        const metadata = Metadata.fromHttp2Headers(trailers);
        const durationMs = performance.now() - startedAt;
        const receivedBytes = (received?.length ?? 0) - FRAME_HEADER;
        const ended = { target: address, method, status: status.OK, durationMs };
        observer.clientAttemptEnded?.({ ...ended, backend: address, sentBytes: payload.length, receivedBytes });
        observer.clientCallEnded?.({ ...ended, attempts: 1, backend: address, details: '' });
        if (metadata.get('grpc-status')[0] === '0') resolve(receivedBytes);
        else reject(new Error(`status ${metadata.get('grpc-status')[0]}`));
      });
      stream.on('error', reject);
    });
  }

  return {
    unary,
    download: () => Promise.reject(new Error('the spike makes unary calls only')),
    close: () => session.close(),
  };
}
