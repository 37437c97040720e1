import { type Metadata, status } from '@grpc/grpc-js';
import {
  type Attributes,
  context,
  propagation,
  SpanKind,
  SpanStatusCode,
  type TextMapSetter,
  trace,
} from '@opentelemetry/api';
import type { CallTracer } from '../call-tracer.js';
import type { ClientCall } from '../observer.js';

/**
 * A client span for each call of a promise client, and its context in the headers, by way of OpenTelemetry's global
 * tracer and propagator; does nothing until an SDK is registered. Names and attributes follow the semantic
 * conventions for RPC, as `@opentelemetry/instrumentation-grpc` writes them. Hand it to `createClientFactory` as
 * `tracing`; `native()` clients are traced by that instrumentation instead.
 */
export function clientTracing(): CallTracer {
  const tracer = trace.getTracer('@org/grpc-kit');
  return {
    start: (method, headers) => {
      const attributes = { 'rpc.system': 'grpc', ...nameOf(method) };
      const span = tracer.startSpan(`grpc.${method.slice(1)}`, { kind: SpanKind.CLIENT, attributes });
      propagation.inject(trace.setSpan(context.active(), span), headers, SETTER);
      return (ended) => {
        span.setAttributes(outcomeOf(ended));
        if (ended.status !== status.OK) span.setStatus({ code: SpanStatusCode.ERROR, message: ended.details });
        span.end();
      };
    },
  };
}

const SETTER: TextMapSetter<Metadata> = { set: (headers, key, value) => headers.set(key, value) };

function nameOf(method: string): Attributes {
  const slash = method.lastIndexOf('/');
  return { 'rpc.service': method.slice(1, slash), 'rpc.method': method.slice(slash + 1) };
}

function outcomeOf({ status: code, attempts, backend }: ClientCall): Attributes {
  const colon = backend?.lastIndexOf(':') ?? -1;
  return {
    'rpc.grpc.status_code': code,
    'grpc_kit.attempts': attempts,
    ...(backend !== undefined &&
      colon > 0 && {
        'network.peer.address': backend.slice(0, colon).replace(/^\[|\]$/g, ''),
        'network.peer.port': Number(backend.slice(colon + 1)),
      }),
  };
}
