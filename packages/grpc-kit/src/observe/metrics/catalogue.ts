/** What is known about a metric before any value of it. */
export interface MetricInfo {
  /** Prometheus name, with the unit at its end. */
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
}

const PER_ATTEMPT = ['grpc_method', 'grpc_target'] as const;
const PER_CLIENT_RESULT = [...PER_ATTEMPT, 'grpc_status'] as const;
const PER_SERVER_RESULT = ['grpc_method', 'grpc_status'] as const;

/**
 * Every metric of clients: the names of gRFC A66 as the OpenTelemetry exporter for Prometheus writes them, and the kit's
 * own. https://github.com/grpc/proposal/blob/master/A66-otel-stats.md
 */
export const CLIENT_METRICS = {
  attemptStarted: info(
    'counter',
    'grpc_client_attempt_started_total',
    'Attempts started, retries included',
    PER_ATTEMPT,
  ),
  attemptDuration: info('histogram', 'grpc_client_attempt_duration_seconds', 'Time of an attempt', PER_CLIENT_RESULT),
  attemptSent: info(
    'histogram',
    'grpc_client_attempt_sent_total_compressed_message_size_bytes',
    'Message bytes sent in an attempt',
    PER_CLIENT_RESULT,
  ),
  attemptReceived: info(
    'histogram',
    'grpc_client_attempt_rcvd_total_compressed_message_size_bytes',
    'Message bytes received in an attempt',
    PER_CLIENT_RESULT,
  ),
  callDuration: info(
    'histogram',
    'grpc_client_call_duration_seconds',
    'Time of a call as the application sees it, all its attempts together',
    PER_CLIENT_RESULT,
  ),
  backends: info('gauge', 'grpc_kit_client_backends', 'Backends by connection state', ['grpc_target', 'state']),
  resolutions: info('counter', 'grpc_kit_client_resolutions_total', 'Look-ups of a target by result (ok, failed)', [
    'grpc_target',
    'result',
  ]),
  connectionsOpened: info('counter', 'grpc_kit_client_connections_opened_total', 'Connections that became ready', [
    'grpc_target',
  ]),
  ejections: info('counter', 'grpc_kit_client_ejections_total', 'Backends taken out for failing more than others', [
    'grpc_target',
  ]),
  tlsReloads: info(
    'counter',
    'grpc_kit_client_tls_reloads_total',
    'Certificate files read again, by result (ok, rejected)',
    ['result'],
  ),
} as const;

/** Every metric of servers. */
export const SERVER_METRICS = {
  callStarted: info('counter', 'grpc_server_call_started_total', 'Calls started', ['grpc_method']),
  callDuration: info('histogram', 'grpc_server_call_duration_seconds', 'Time of a call', PER_SERVER_RESULT),
  callSent: info(
    'histogram',
    'grpc_server_call_sent_total_compressed_message_size_bytes',
    'Message bytes sent in a call',
    PER_SERVER_RESULT,
  ),
  callReceived: info(
    'histogram',
    'grpc_server_call_rcvd_total_compressed_message_size_bytes',
    'Message bytes received in a call',
    PER_SERVER_RESULT,
  ),
  inFlight: info('gauge', 'grpc_kit_server_calls_in_flight', 'Calls in hand', ['grpc_method']),
  shed: info('counter', 'grpc_kit_server_calls_shed_total', 'Calls refused because the server was full', [
    'grpc_method',
  ]),
  drainState: info(
    'gauge',
    'grpc_kit_server_drain_state',
    'How far the server has left: 0 serving, 1 not serving, 2 closing, 3 forced, 4 closed',
    [],
  ),
  tlsReloads: info(
    'counter',
    'grpc_kit_server_tls_reloads_total',
    'Certificate files read again, by result (ok, rejected)',
    ['result'],
  ),
} as const;

function info(type: MetricInfo['type'], name: string, help: string, labels: readonly string[]): MetricInfo {
  return { name, type, help, labels };
}
