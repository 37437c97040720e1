import { Metadata, status } from '@grpc/grpc-js';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { expect, test } from 'vitest';
import { clientTracing } from './client-tracing.js';

const ended = {
  target: 'dns:///echo:1',
  method: '/test.v1.Echo/Unary',
  status: status.OK,
  details: '',
  durationMs: 1,
  attempts: 1,
  backend: '[::1]:50051',
};

// One after the other: the SDK stays registered from the second on.
test('without an SDK nothing is sent, nothing fails', () => {
  const headers = new Metadata();
  clientTracing().start(ended.method, headers)(ended);
  expect(headers.getMap()).toEqual({});
});

test('a span for each call, child of the active one, its context in the headers', () => {
  const exporter = new InMemorySpanExporter();
  new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register();
  const tracing = clientTracing();
  const headers = new Metadata();
  trace.getTracer('test').startActiveSpan('parent', (parent) => {
    tracing.start(ended.method, headers)(ended);
    tracing.start(
      ended.method,
      new Metadata(),
    )({ ...ended, status: status.UNAVAILABLE, details: 'gone', attempts: 3, backend: undefined });
    parent.end();
  });
  const [good, bad, parent] = exporter.getFinishedSpans();
  expect(headers.get('traceparent')).toEqual([`00-${good?.spanContext().traceId}-${good?.spanContext().spanId}-01`]);
  expect(good?.parentSpanContext?.spanId).toBe(parent?.spanContext().spanId);
  expect(good).toMatchObject({
    name: 'grpc.test.v1.Echo/Unary',
    kind: SpanKind.CLIENT,
    status: { code: SpanStatusCode.UNSET },
    attributes: {
      'rpc.system': 'grpc',
      'rpc.service': 'test.v1.Echo',
      'rpc.method': 'Unary',
      'rpc.grpc.status_code': 0,
      'grpc_kit.attempts': 1,
      'network.peer.address': '::1',
      'network.peer.port': 50051,
    },
  });
  expect(bad?.status).toEqual({ code: SpanStatusCode.ERROR, message: 'gone' });
  expect(bad?.attributes).toMatchObject({ 'rpc.grpc.status_code': 14, 'grpc_kit.attempts': 3 });
  expect(bad?.attributes).not.toHaveProperty('network.peer.address');
});
