import { status } from '@grpc/grpc-js';
import fc from 'fast-check';
import { Counter, Histogram as PromHistogram, Registry } from 'prom-client';
import { describe, expect, test } from 'vitest';
import { Histogram } from './histogram.js';
import { CLIENT_METRICS, clientMetrics, SERVER_METRICS, serverMetrics } from './index.js';

const served = {
  method: '/a.B/C',
  status: status.OK,
  details: '',
  durationMs: 20,
  sentBytes: 10,
  receivedBytes: 2_000,
  peer: 'x:1',
};
const called = { target: 'dns:///x:1', method: '/a.B/C', status: status.OK, durationMs: 20, backend: undefined };

async function lines(registry: Registry, pattern: RegExp): Promise<string[]> {
  return (await registry.metrics()).split('\n').filter((line) => pattern.test(line) && !line.startsWith('#'));
}

describe('Histogram', () => {
  test('counts as prom-client does', async () => {
    const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(0, 1, 2, 5, 10));
    await fc.assert(
      fc.asyncProperty(fc.array(number, { maxLength: 30 }), async (values) => {
        const bounds = [0, 1, 2, 5, 10];
        const own = new Histogram(bounds);
        const theirs = new PromHistogram({ name: 'x', help: 'x', buckets: bounds, registers: [] });
        theirs.zero({});
        for (const value of values) {
          own.observe(value);
          theirs.observe(value);
        }
        const expected = (await theirs.get()).values.map((value) => value.value);
        expect([...[...own.cumulative()].map(([, count]) => count), own.sum, own.count]).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });
});

describe('serverMetrics', () => {
  test('speaks prom-client text, OpenMetrics and JSON', async () => {
    for (const type of [Registry.PROMETHEUS_CONTENT_TYPE, Registry.OPENMETRICS_CONTENT_TYPE] as const) {
      const registry = new Registry();
      registry.setContentType(type as typeof Registry.PROMETHEUS_CONTENT_TYPE);
      registry.setDefaultLabels({ app: 'test' });
      const metrics = serverMetrics(registry, { durationBuckets: [0.01, 0.1], sizeBuckets: [1_000] });
      metrics.serverCallStarted?.('/a.B/C');
      metrics.serverCallEnded?.(served);
      expect(await lines(registry, /^grpc_server/)).toEqual([
        'grpc_server_call_started_total{grpc_method="a.B/C",app="test"} 1',
        'grpc_server_call_duration_seconds_bucket{le="0.01",grpc_method="a.B/C",grpc_status="OK",app="test"} 0',
        'grpc_server_call_duration_seconds_bucket{le="0.1",grpc_method="a.B/C",grpc_status="OK",app="test"} 1',
        'grpc_server_call_duration_seconds_bucket{le="+Inf",grpc_method="a.B/C",grpc_status="OK",app="test"} 1',
        'grpc_server_call_duration_seconds_sum{grpc_method="a.B/C",grpc_status="OK",app="test"} 0.02',
        'grpc_server_call_duration_seconds_count{grpc_method="a.B/C",grpc_status="OK",app="test"} 1',
        'grpc_server_call_sent_total_compressed_message_size_bytes_bucket{le="1000",grpc_method="a.B/C",grpc_status="OK",app="test"} 1',
        'grpc_server_call_sent_total_compressed_message_size_bytes_bucket{le="+Inf",grpc_method="a.B/C",grpc_status="OK",app="test"} 1',
        'grpc_server_call_sent_total_compressed_message_size_bytes_sum{grpc_method="a.B/C",grpc_status="OK",app="test"} 10',
        'grpc_server_call_sent_total_compressed_message_size_bytes_count{grpc_method="a.B/C",grpc_status="OK",app="test"} 1',
        'grpc_server_call_rcvd_total_compressed_message_size_bytes_bucket{le="1000",grpc_method="a.B/C",grpc_status="OK",app="test"} 0',
        'grpc_server_call_rcvd_total_compressed_message_size_bytes_bucket{le="+Inf",grpc_method="a.B/C",grpc_status="OK",app="test"} 1',
        'grpc_server_call_rcvd_total_compressed_message_size_bytes_sum{grpc_method="a.B/C",grpc_status="OK",app="test"} 2000',
        'grpc_server_call_rcvd_total_compressed_message_size_bytes_count{grpc_method="a.B/C",grpc_status="OK",app="test"} 1',
      ]);
      const json = await registry.getMetricsAsJSON();
      expect(json.map((metric) => metric.name)).toHaveLength(Object.keys(SERVER_METRICS).length);
    }
  });

  test('follows drains, sheds and certificates', async () => {
    const registry = new Registry();
    const { event } = serverMetrics(registry);
    event?.({ kind: 'shed', method: '/a.B/C' });
    event?.({ kind: 'tls_reloaded', side: 'server', serial: '1' });
    event?.({ kind: 'tls_rejected', side: 'server', error: new Error() });
    event?.({ kind: 'tls_reloaded', side: 'client', serial: '1' });
    for (const [phase, state] of [
      ['not_serving', 1],
      ['closing', 2],
      ['forced', 3],
      ['closed', 4],
    ] as const) {
      event?.({ kind: 'drain', phase, inFlight: 0, elapsedMs: 0 });
      expect(await lines(registry, /drain_state/)).toEqual([`grpc_kit_server_drain_state ${state}`]);
    }
    expect(await lines(registry, /shed|tls/)).toEqual([
      'grpc_kit_server_calls_shed_total{grpc_method="a.B/C"} 1',
      'grpc_kit_server_tls_reloads_total{result="ok"} 1',
      'grpc_kit_server_tls_reloads_total{result="rejected"} 1',
    ]);
  });

  test('bounds its series whatever names come in, and can be reset', async () => {
    const registry = new Registry();
    const metrics = serverMetrics(registry, { durationBuckets: [1], sizeBuckets: [] });
    for (let index = 0; index < 5_000; index++) metrics.serverCallStarted?.(`/made.Up/Method${index}`);
    const started = await lines(registry, /started_total/);
    expect(started).toHaveLength(1_001);
    expect(started.at(-1)).toBe('grpc_server_call_started_total{grpc_method="other"} 4000');
    expect(await lines(registry, /size_bytes/)).toEqual([]);
    registry.resetMetrics();
    expect(await lines(registry, /started_total\{.*\} [^0]/)).toEqual([]);
  });

  test('a registry takes it once, and no name of another metric', () => {
    const registry = new Registry();
    serverMetrics(registry);
    expect(() => serverMetrics(registry)).toThrow(/already been registered/);
    new Counter({ name: 'other', help: 'x', registers: [registry] });
  });
});

describe('clientMetrics', () => {
  test('counts calls and attempts apart, sizes only where they were measured', async () => {
    const registry = new Registry();
    const metrics = clientMetrics(registry, { durationBuckets: [1], sizeBuckets: [1_000] });
    for (const code of [status.UNAVAILABLE, status.OK]) {
      metrics.clientAttemptStarted?.('dns:///x:1', '/a.B/C');
      const sizes = code === status.OK ? 5 : undefined;
      metrics.clientAttemptEnded?.({ ...called, status: code, sentBytes: sizes, receivedBytes: sizes });
    }
    metrics.clientCallEnded?.({ ...called, details: '', attempts: 2 });
    expect(await lines(registry, /started|_count/)).toEqual([
      'grpc_client_attempt_started_total{grpc_method="a.B/C",grpc_target="dns:///x:1"} 2',
      'grpc_client_attempt_duration_seconds_count{grpc_method="a.B/C",grpc_target="dns:///x:1",grpc_status="OK"} 1',
      'grpc_client_attempt_duration_seconds_count{grpc_method="a.B/C",grpc_target="dns:///x:1",grpc_status="UNAVAILABLE"} 1',
      'grpc_client_attempt_sent_total_compressed_message_size_bytes_count{grpc_method="a.B/C",grpc_target="dns:///x:1",grpc_status="OK"} 1',
      'grpc_client_attempt_rcvd_total_compressed_message_size_bytes_count{grpc_method="a.B/C",grpc_target="dns:///x:1",grpc_status="OK"} 1',
      'grpc_client_call_duration_seconds_count{grpc_method="a.B/C",grpc_target="dns:///x:1",grpc_status="OK"} 1',
    ]);
  });

  test('follows backends, look-ups, ejections and certificates', async () => {
    const registry = new Registry();
    const { event } = clientMetrics(registry);
    const target = 'dns:///x:1';
    const backend = '10.0.0.1:1';
    event?.({ kind: 'resolved', target, endpoints: 1, durationMs: 1 });
    event?.({ kind: 'resolution_failed', target, error: new Error(), durationMs: 1 });
    event?.({ kind: 'backend_state', target, backend, from: undefined, to: 'connecting' });
    event?.({ kind: 'backend_state', target, backend, from: 'connecting', to: 'ready' });
    event?.({ kind: 'ejected', target, backend, reason: 'why', until: 1 });
    event?.({ kind: 'unejected', target, backend });
    event?.({ kind: 'tls_reloaded', side: 'client', serial: '1' });
    event?.({ kind: 'tls_rejected', side: 'client', error: new Error() });
    event?.({ kind: 'shed', method: '/a.B/C' });
    expect(await lines(registry, /^grpc_kit/)).toEqual([
      'grpc_kit_client_backends{grpc_target="dns:///x:1",state="connecting"} 0',
      'grpc_kit_client_backends{grpc_target="dns:///x:1",state="ready"} 1',
      'grpc_kit_client_resolutions_total{grpc_target="dns:///x:1",result="ok"} 1',
      'grpc_kit_client_resolutions_total{grpc_target="dns:///x:1",result="failed"} 1',
      'grpc_kit_client_connections_opened_total{grpc_target="dns:///x:1"} 1',
      'grpc_kit_client_ejections_total{grpc_target="dns:///x:1"} 1',
      'grpc_kit_client_tls_reloads_total{result="ok"} 1',
      'grpc_kit_client_tls_reloads_total{result="rejected"} 1',
    ]);
    event?.({ kind: 'backend_state', target, backend, from: 'ready', to: undefined });
    expect(await lines(registry, /state="ready"/)).toEqual([
      'grpc_kit_client_backends{grpc_target="dns:///x:1",state="ready"} 0',
    ]);
    registry.resetMetrics();
    expect(await lines(registry, /resolutions_total.* [^0]$/)).toEqual([]);
  });

  test('both sides share a registry', async () => {
    const registry = new Registry();
    clientMetrics(registry);
    serverMetrics(registry);
    const names = Object.values({ ...CLIENT_METRICS, ...SERVER_METRICS }).map((info) => info.name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(registry.getSingleMetric(name)).toBeDefined();
  });
});
