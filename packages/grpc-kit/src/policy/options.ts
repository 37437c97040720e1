import type {
  ConnectionPolicy,
  HealthCheckPolicy,
  HedgingPolicy,
  KeepalivePolicy,
  MethodPolicy,
  OutlierDetectionPolicy,
  RetryableCode,
  RetryPolicy,
  TlsPolicy,
} from './channel-policy.js';
import {
  type Check,
  flag,
  integer,
  listOf,
  mapOf,
  oneOf,
  orBoolean,
  ordered,
  orFalse,
  record,
  refuse,
  text,
} from './checks.js';
import type { ResolvedDiscovery, ResolvedPolicy } from './resolved-policy.js';

/** The most that Node's timers, HTTP/2 windows and grpc-js's 32-bit arithmetic carry. */
const INT32_MAX = 2 ** 31 - 1;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const UNLIMITED = -1;

const wait = integer(100, HOUR);
const pemFile = text('the path of a PEM file', /^[^\0]+$/);
const deadline = integer(1, INT32_MAX, Number.POSITIVE_INFINITY);
const METHOD = '/pkg.Service/Method';
const METHOD_PATTERN = /^\/[!-.0-~]{1,255}\/[!-.0-~]{1,255}$/;
const methodList = listOf(text(METHOD, METHOD_PATTERN), METHOD);

const retryMethods: Check<Required<RetryPolicy>['methods']> = (value, option) => {
  if (value === 'idempotent' || value === 'all') return value;
  if (Array.isArray(value)) return methodList(value, option);
  return refuse(option, value, `'idempotent', 'all' or a list of ${METHOD}`);
};

const retryableCode = oneOf<RetryableCode>(
  'CANCELLED',
  'UNKNOWN',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
);

const discovery = ordered(
  record<ResolvedDiscovery>({
    refreshMs: { check: integer(100, DAY) },
    minIntervalMs: { check: integer(10, HOUR) },
    subsetSize: { check: integer(1, 10_000) },
    zone: { check: text("'prefer' or the name of a zone", /^\S{1,253}$/) },
  }),
  ['minIntervalMs', 1_000],
  ['refreshMs', 10_000],
);

const keepalive = record<Required<KeepalivePolicy>>({
  timeMs: { check: integer(100, INT32_MAX, Number.POSITIVE_INFINITY), fallback: 5_000 },
  timeoutMs: { check: wait, fallback: 4_000 },
  whileIdle: { check: flag, fallback: true },
});

const connection = ordered(
  record<Required<ConnectionPolicy>>({
    minBackoffMs: { check: wait },
    maxBackoffMs: { check: wait },
    connectTimeoutMs: { check: wait, fallback: 5_000 },
  }),
  ['minBackoffMs', 1_000],
  ['maxBackoffMs', 5_000],
);

const methods = mapOf(METHOD, METHOD_PATTERN, record<MethodPolicy>({ deadlineMs: { check: deadline } }));

const retry = ordered(
  record<Required<RetryPolicy>>({
    methods: { check: retryMethods, fallback: 'idempotent' },
    maxAttempts: { check: integer(2, 5), fallback: 3 },
    initialBackoffMs: { check: integer(1, HOUR) },
    maxBackoffMs: { check: integer(1, HOUR) },
    codes: { check: listOf(retryableCode, 'status codes'), fallback: ['UNAVAILABLE'] },
  }),
  ['initialBackoffMs', 50],
  ['maxBackoffMs', 1_000],
);

const hedging = record<Required<HedgingPolicy>>({
  methods: { check: methodList, required: true },
  maxAttempts: { check: integer(2, 5), fallback: 2 },
  delayMs: { check: integer(0, HOUR), fallback: 100 },
});

const healthCheck = record<Required<HealthCheckPolicy>>({
  serviceName: { check: text('the name of a service, or empty', /^\S*$/), fallback: '' },
});

const outlierDetection = ordered(
  record<Required<OutlierDetectionPolicy>>({
    intervalMs: { check: wait, fallback: 2_000 },
    baseEjectionMs: { check: wait },
    maxEjectionMs: { check: integer(100, DAY) },
    maxEjectionPercent: { check: integer(0, 100), fallback: 50 },
    failurePercent: { check: integer(1, 100), fallback: 50 },
    minimumCalls: { check: integer(1, INT32_MAX), fallback: 5 },
    minimumBackends: { check: integer(1, INT32_MAX), fallback: 2 },
  }),
  ['baseEjectionMs', 10_000],
  ['maxEjectionMs', 30_000],
);

const tls = record<TlsPolicy>({
  caFile: { check: pemFile },
  certFile: { check: pemFile },
  keyFile: { check: pemFile },
  serverName: { check: text('a DNS name', /^[^\s:/]{1,253}$/) },
  fromXds: { check: flag },
});

/** Every option of a policy: what it may be, and what it is when nobody says. */
export const channelPolicy: Check<ResolvedPolicy> = record<ResolvedPolicy>({
  loadBalancing: {
    check: oneOf('round_robin', 'pick_first', 'least_request', 'weighted_round_robin'),
    fallback: 'round_robin',
  },
  discovery: { check: discovery, fallback: discovery({}, '') },
  keepalive: { check: keepalive, fallback: keepalive({}, '') },
  connection: { check: connection, fallback: connection({}, '') },
  deadlineMs: { check: deadline, fallback: 10_000 },
  methods: { check: methods, fallback: {} },
  retry: { check: orFalse(retry), fallback: retry({}, '') },
  hedging: { check: orFalse(hedging), fallback: false },
  healthCheck: { check: orBoolean(healthCheck), fallback: healthCheck({}, '') },
  outlierDetection: { check: orBoolean(outlierDetection), fallback: outlierDetection({}, '') },
  tls: { check: tls },
  maxReceiveBytes: { check: integer(1, INT32_MAX, UNLIMITED), fallback: 4 * 1024 * 1024 },
  maxSendBytes: { check: integer(1, INT32_MAX, UNLIMITED), fallback: UNLIMITED },
  flowControlWindowBytes: { check: integer(65_535, INT32_MAX), fallback: 1024 * 1024 },
});
