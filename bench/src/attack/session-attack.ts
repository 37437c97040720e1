import { once } from 'node:events';
import { type ClientHttp2Session, type ClientHttp2Stream, connect, type OutgoingHttpHeaders } from 'node:http2';
import { setTimeout } from 'node:timers/promises';
import { type Attack, BACK_AFTER_MS } from './attack.js';

/** An attack that keeps to HTTP/2 and its flow control, and misuses what they allow; `attackOver` runs once per connection. */
export function sessionAttack(name: string, attackOver: (session: ClientHttp2Session) => void): Attack {
  return {
    name,
    async start(port, signal, cut) {
      while (!signal.aborted) {
        const session = connect(`http://127.0.0.1:${port}`, { settings: { initialWindowSize: 2 ** 20 } });
        const stop = (): void => session.destroy();
        signal.addEventListener('abort', stop);
        session.on('error', () => {});
        attackOver(session);
        await once(session, 'close').catch(() => {});
        signal.removeEventListener('abort', stop);
        if (signal.aborted) return;
        cut();
        await setTimeout(BACK_AFTER_MS);
      }
    },
  };
}

/** Opens a call and leaves its request open. */
export function openCall(session: ClientHttp2Session, path: string, more: OutgoingHttpHeaders = {}): ClientHttp2Stream {
  const head = { ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers', ...more };
  return session.request(head).on('error', () => {});
}

/** Keeps `inFlight` calls of a kind open: another begins when one has ended. */
export function keepOpen(session: ClientHttp2Session, inFlight: number, open: () => ClientHttp2Stream): void {
  const next = (): void => {
    if (!session.destroyed && !session.closed) open().once('close', next);
  };
  for (let count = 0; count < inFlight; count++) next();
}
