import type { ServerOptions as GrpcServerOptions, ServerInterceptor } from '@grpc/grpc-js';
import { type Engine, resolveEngine } from '../engine.js';
import { isolatedLogger, isolatedObserver } from '../observe/isolated.js';
import type { Logger, Observer } from '../observe/observer.js';
import { type Check, type Fields, flag, integer, listOf, oneOf, record, refuse, text } from '../policy/checks.js';
import type { XdsSupport } from '../xds/xds-support.js';
import type { Authorize } from './authorizer.js';
import type { ReflectionSource } from './reflection.js';
import type { ServerTls } from './server-tls.js';

/** Everything a server can be told; all optional, unknown keys are refused. */
export interface ServerOptions {
  /**
   * How long the server goes on accepting calls after it said NOT_SERVING, in ms: the time until the last client has
   * heard that the pod leaves. Default 5,000, or half of `deadlineMs` if that is less.
   */
  readonly drainDelayMs?: number;
  /** Everything is over this long after `close()` or the signal, in ms; what is left then is cut. Default 25,000. */
  readonly deadlineMs?: number;
  /** TLS or mTLS from files. Default: plaintext. */
  readonly tls?: ServerTls;
  /** Asked before every call; without a yes the peer gets PERMISSION_DENIED and no handler runs. Default: everyone may. */
  readonly authorize?: Authorize;
  /** Told about calls and events: `serverMetrics(registry)`, `callLog(logger)`, your own. Default: nobody. */
  readonly metrics?: Observer | readonly Observer[];
  /** Where failures and the leaving are logged. Default: nowhere. */
  readonly logger?: Logger;
  /** Largest request message, in bytes; -1 for no limit. Default 4 MiB. */
  readonly maxReceiveBytes?: number;
  /** Largest response message, in bytes; -1 for no limit. Default: no limit. */
  readonly maxSendBytes?: number;
  /**
   * Largest metadata of a call, in bytes as HTTP/2 counts them; about 1 µs per call. Default Infinity: Node's own limits,
   * 64 KiB and 128 headers.
   */
  readonly maxMetadataBytes?: number;
  /** Concurrent calls; more get RESOURCE_EXHAUSTED. Health and reflection do not count. Default: no limit. */
  readonly maxConcurrentCalls?: number;
  /**
   * The same of one connection, so that one peer cannot take all of `maxConcurrentCalls`. Default: three quarters of that,
   * rounded up; no limit without one.
   */
  readonly maxConcurrentCallsPerConnection?: number;
  /** Connections at once; more are closed as they come. Default: no limit. */
  readonly maxConnections?: number;
  /** A peer that has not spoken TLS and HTTP/2 after this long is dropped, in ms. Default 10,000. */
  readonly handshakeTimeoutMs?: number;
  /** Streams of one connection at once, told to the peer, which queues the rest. Default: 100 with `engine: 'kit'`, else no limit. */
  readonly maxStreamsPerConnection?: number;
  /** Connections are asked to leave after this long, ±10 %, in ms; Infinity for never. Default 300,000 (5 min). */
  readonly maxConnectionAgeMs?: number;
  /** Calls of an aged connection may take this long before they are cut, in ms; Infinity for ever. Default 60,000. */
  readonly maxConnectionAgeGraceMs?: number;
  /**
   * Connections without a call are closed after this long, in ms; Infinity for never. Default 300,000 (5 min). Where it
   * is not less than `maxConnectionAgeMs`, the age closes them.
   */
  readonly maxConnectionIdleMs?: number;
  /** A ping to the peer after this long, in ms; Infinity for none. Default 60,000. */
  readonly keepaliveTimeMs?: number;
  /** The connection is dead when the ping stays unanswered for this long, in ms. Default 20,000. */
  readonly keepaliveTimeoutMs?: number;
  /** Serve `grpc.reflection.v1` for these protos and health (peer: `@grpc/reflection`). Default: no reflection. */
  readonly reflection?: ReflectionSource;
  /** Serve channelz (`grpc.channelz.v1`) and keep its books, about 5 % of CPU per call. Default false. */
  readonly channelz?: boolean;
  /**
   * What `loadXds` of `@org/grpc-kit/xds` returns: the listener, its routes and TLS come from the control plane. Excludes
   * `tls`; `maxConnections`, `handshakeTimeoutMs` and `authorize` see nothing of its connections. Default: no xDS.
   */
  readonly xds?: XdsSupport;
  /** With `xds`: `listen` fails when the control plane has not delivered the listener by then, in ms. Default 15,000. */
  readonly xdsListenTimeoutMs?: number;
  /**
   * A plain address for health alone, and for channelz and CSDS with `channelz`: where a kubelet reaches a server with
   * mTLS or xDS. Default: health is served beside everything else only.
   */
  readonly healthAddress?: string;
  /**
   * What speaks HTTP/2: `kit` for the kit's own, `grpc-js` for that of grpc-js over `node:http2`. With `xds` it is always
   * `grpc-js`. Default `grpc-js`.
   */
  readonly engine?: Engine;
  /** Your grpc-js interceptors; the kit's comes before them. Default: none. */
  readonly interceptors?: readonly ServerInterceptor[];
}

type Optional = 'logger' | 'tls' | 'authorize' | 'reflection' | 'xds' | 'healthAddress';
type Derived = 'drainDelayMs' | 'engine' | 'maxConcurrentCallsPerConnection' | 'maxStreamsPerConnection';
type Defaulted = Omit<ServerOptions, Optional | Derived | 'metrics' | 'interceptors'>;

/** The options with every default in place. */
export interface SettledServerOptions extends Required<Defaulted>, Pick<ServerOptions, Optional> {
  readonly drainDelayMs: number;
  readonly engine: Engine;
  readonly maxConcurrentCallsPerConnection: number;
  readonly maxStreamsPerConnection: number;
  readonly observers: readonly Observer[];
  readonly interceptors: readonly ServerInterceptor[];
}

const INFINITE = Number.POSITIVE_INFINITY;
const LONGEST_MS = 2 ** 31 - 1;
const LARGEST_BYTES = 2 ** 31 - 1;
const DEFAULT_DRAIN_DELAY_MS = 5_000;
const DEFAULT_SHARE = 0.75;
const KIT_STREAMS = 100;

const milliseconds = integer(0, LONGEST_MS);
const positiveMs = integer(1, LONGEST_MS, INFINITE);

const file = text('the path of a PEM file', /./);

const TLS_FIELDS: Fields<ServerTls> = {
  certFile: { check: file, required: true },
  keyFile: { check: file, required: true },
  clientCaFile: { check: file },
  clientNames: { check: listOf(text('a name', /./), 'names') },
  pollMs: { check: integer(1, LONGEST_MS) },
};

const FIELDS: Fields<ServerOptions> = {
  drainDelayMs: { check: milliseconds },
  deadlineMs: { check: milliseconds, fallback: 25_000 },
  tls: { check: record(TLS_FIELDS) },
  authorize: { check: func<Authorize>('a function of peer and method') },
  metrics: { check: object('an observer such as serverMetrics(registry), or a list of them') },
  logger: { check: logger },
  maxReceiveBytes: { check: integer(0, LARGEST_BYTES, -1), fallback: 4 * 1024 * 1024 },
  maxSendBytes: { check: integer(0, LARGEST_BYTES, -1), fallback: -1 },
  maxMetadataBytes: { check: integer(1, LARGEST_BYTES, INFINITE), fallback: INFINITE },
  maxConcurrentCalls: { check: integer(1, LARGEST_BYTES, INFINITE), fallback: INFINITE },
  maxConcurrentCallsPerConnection: { check: integer(1, LARGEST_BYTES, INFINITE) },
  maxConnections: { check: integer(1, LARGEST_BYTES, INFINITE), fallback: INFINITE },
  handshakeTimeoutMs: { check: integer(1, LONGEST_MS), fallback: 10_000 },
  maxStreamsPerConnection: { check: integer(1, LARGEST_BYTES, INFINITE) },
  maxConnectionAgeMs: { check: positiveMs, fallback: 300_000 },
  maxConnectionAgeGraceMs: { check: positiveMs, fallback: 60_000 },
  maxConnectionIdleMs: { check: positiveMs, fallback: 300_000 },
  keepaliveTimeMs: { check: positiveMs, fallback: 60_000 },
  keepaliveTimeoutMs: { check: integer(1, LONGEST_MS), fallback: 20_000 },
  reflection: { check: object('the bytes of a FileDescriptorSet or a package definition of @grpc/proto-loader') },
  channelz: { check: flag, fallback: false },
  xds: { check: object('what loadXds returns') },
  xdsListenTimeoutMs: { check: integer(1, LONGEST_MS), fallback: 15_000 },
  healthAddress: { check: text('host:port', /:/) },
  engine: { check: oneOf('kit', 'grpc-js') },
  interceptors: { check: list<ServerInterceptor>('interceptors') },
};

const check = record(FIELDS);

/**
 * The options, checked and complete.
 * @throws GrpcKitError `ERR_POLICY_INVALID` that names the option, its value and what is allowed.
 */
export function settleServerOptions(options: ServerOptions): SettledServerOptions {
  const { metrics = [], interceptors = [], ...given } = check(options, 'createServer options');
  const settled = given as Required<Defaulted> & Pick<ServerOptions, Optional | Derived>;
  const { deadlineMs, drainDelayMs = Math.min(DEFAULT_DRAIN_DELAY_MS, Math.floor(deadlineMs / 2)) } = settled;
  if (settled.xds && settled.tls) {
    refuse('createServer options.tls', settled.tls, 'absent with xds: the control plane brings TLS');
  }
  if (drainDelayMs > deadlineMs) {
    refuse('createServer options.drainDelayMs', drainDelayMs, `at most deadlineMs, which is ${deadlineMs}`);
  }
  const { maxConcurrentCalls, maxConcurrentCallsPerConnection = Math.ceil(maxConcurrentCalls * DEFAULT_SHARE) } =
    settled;
  const engine = resolveEngine(settled.engine);
  return {
    ...settled,
    drainDelayMs,
    engine,
    maxStreamsPerConnection: settled.maxStreamsPerConnection ?? (engine === 'kit' ? KIT_STREAMS : INFINITE),
    maxConcurrentCallsPerConnection,
    interceptors,
    observers: [metrics].flat().map(isolatedObserver),
    ...(settled.logger && { logger: isolatedLogger(settled.logger) }),
  };
}

/** The same in grpc-js's words. */
export function grpcServerOptions(options: SettledServerOptions): GrpcServerOptions {
  const result: GrpcServerOptions = {
    'grpc.max_receive_message_length': options.maxReceiveBytes,
    'grpc.max_send_message_length': options.maxSendBytes,
    'grpc.enable_channelz': options.channelz ? 1 : 0,
    'grpc.keepalive_timeout_ms': options.keepaliveTimeoutMs,
  };
  // For this grpc-js listens to the end of every stream: not where the age ends connections first.
  const idleMs = options.maxConnectionIdleMs < options.maxConnectionAgeMs ? options.maxConnectionIdleMs : INFINITE;
  const finite: Partial<Record<keyof GrpcServerOptions, number>> = {
    'grpc.max_connection_age_ms': options.maxConnectionAgeMs,
    'grpc.max_connection_age_grace_ms': options.maxConnectionAgeGraceMs,
    'grpc.max_connection_idle_ms': idleMs,
    'grpc.keepalive_time_ms': options.keepaliveTimeMs,
    'grpc.max_concurrent_streams': options.maxStreamsPerConnection,
  };
  return { ...result, ...Object.fromEntries(Object.entries(finite).filter(([, value]) => Number.isFinite(value))) };
}

function object<T extends object>(allowed: string): Check<T> {
  return (value, option) =>
    typeof value === 'object' && value !== null ? (value as T) : refuse(option, value, allowed);
}

function func<T>(allowed: string): Check<T> {
  return (value, option) => (typeof value === 'function' ? (value as T) : refuse(option, value, allowed));
}

function list<T>(what: string): Check<readonly T[]> {
  return (value, option) => (Array.isArray(value) ? (value as T[]) : refuse(option, value, `a list of ${what}`));
}

function logger(value: unknown, option: string): Logger {
  const methods = ['debug', 'info', 'warn', 'error'] as const;
  const fits = methods.every((method) => typeof (value as Logger | null)?.[method] === 'function');
  return fits ? (value as Logger) : refuse(option, value, `a logger with ${methods.join(', ')}`);
}
