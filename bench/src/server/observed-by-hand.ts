import {
  ResponderBuilder,
  ServerInterceptingCall,
  type ServerInterceptor,
  ServerListenerBuilder,
  status,
} from '@grpc/grpc-js';
import { Counter, exponentialBuckets, Gauge, Histogram, type Registry } from 'prom-client';

interface Lines {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

const LOGGED_SUCCESSES = 0.01;
const labelNames = ['method', 'status'] as const;
const sizes = exponentialBuckets(1024, 4, 6);

/**
 * What a service without the kit writes for the same numbers and lines: an interceptor as gRFC L112 shows it, prom-client's
 * own metrics with its default buckets, every failure logged and one success in a hundred.
 */
export function observedByHand(registry: Registry, logger: Lines): ServerInterceptor {
  const registers = [registry];
  const started = new Counter({ name: 'started', help: 'calls started', labelNames: ['method'], registers });
  const inFlight = new Gauge({ name: 'in_flight', help: 'calls in hand', labelNames: ['method'], registers });
  const duration = new Histogram({ name: 'seconds', help: 'time of a call', labelNames, registers });
  const sent = new Histogram({ name: 'sent', help: 'bytes', labelNames, buckets: sizes, registers });
  const received = new Histogram({ name: 'received', help: 'bytes', labelNames, buckets: sizes, registers });
  let due = 0;

  return ({ path: method }, next) => {
    const startedAt = performance.now();
    let sentBytes = 0;
    let receivedBytes = 0;
    let ended = false;
    started.inc({ method });
    inFlight.inc({ method });

    function end(code: status, details: string): void {
      if (ended) return;
      ended = true;
      const durationMs = performance.now() - startedAt;
      const labels = { method, status: status[code] };
      inFlight.dec({ method });
      duration.observe(labels, durationMs / 1_000);
      sent.observe(labels, sentBytes);
      received.observe(labels, receivedBytes);
      const failed = code !== status.OK;
      due += LOGGED_SUCCESSES;
      if (!failed && due < 1) return;
      if (!failed) due -= 1;
      const fields = { ...labels, details, durationMs, sentBytes, receivedBytes, peer: next.getPeer() };
      logger[failed ? 'error' : 'info'](fields, `served ${method}`);
    }

    const listener = new ServerListenerBuilder()
      .withOnReceiveMessage((message: Buffer, proceed) => {
        receivedBytes += message.length;
        proceed(message);
      })
      .withOnCancel(() => end(status.CANCELLED, 'cancelled'))
      .build();
    const responder = new ResponderBuilder()
      .withStart((proceed) => proceed(listener))
      .withSendMessage((message: Buffer, proceed) => {
        sentBytes += message.length;
        proceed(message);
      })
      .withSendStatus((sending, proceed) => {
        end(sending.code ?? status.UNKNOWN, sending.details ?? '');
        proceed(sending);
      })
      .build();
    return new ServerInterceptingCall(next, responder);
  };
}
