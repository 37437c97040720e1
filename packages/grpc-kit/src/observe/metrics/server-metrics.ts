import { knownStatus } from '../../call-status.js';
import { knownOptions } from '../../known-options.js';
import type { KitEvent, Observer } from '../observer.js';
import { BoundedNames } from './bounded-names.js';
import { SERVER_METRICS as M } from './catalogue.js';
import { CounterTable } from './counter-table.js';
import { DURATION_BUCKETS, Histogram, SIZE_BUCKETS } from './histogram.js';
import { METRICS_OPTIONS, type MetricsOptions } from './metrics-options.js';
import { histogramSamples, type MetricsRegistry, register, sample } from './registry.js';
import { statusName } from './status-name.js';

/** Calls of one method that ended with one status. */
interface Ended {
  readonly status: string;
  readonly duration: Histogram;
  readonly sent: Histogram;
  readonly received: Histogram;
}

interface Method {
  /** As gRFC A66 labels it, without the leading slash. */
  readonly label: string;
  started: number;
  inFlight: number;
  readonly ended: Ended[];
}

type DrainPhase = (KitEvent & { kind: 'drain' })['phase'];
const DRAIN_STATES: Readonly<Record<DrainPhase, number>> = { not_serving: 1, closing: 2, forced: 3, closed: 4 };

/**
 * Counts what servers do, for `createServer({ metrics })`; one call per registry, whose result several servers may share.
 * @throws Error from the registry when it has these metrics already.
 */
export function serverMetrics(registry: MetricsRegistry, options: MetricsOptions = {}): Observer {
  const { durationBuckets = DURATION_BUCKETS, sizeBuckets = SIZE_BUCKETS } = knownOptions(
    options,
    'serverMetrics options',
    METRICS_OPTIONS,
  );
  const methods = new BoundedNames<Method>((path) => ({
    label: path.replace(/^\//, ''),
    started: 0,
    inFlight: 0,
    ended: [],
  }));
  const shed = new CounterTable(M.shed);
  const tlsReloads = new CounterTable(M.tlsReloads);
  let drainState = 0;

  const endedWith = (method: Method, given: number): Ended => {
    const code = knownStatus(given);
    method.ended[code] ??= {
      status: statusName(code),
      duration: new Histogram(durationBuckets),
      sent: new Histogram(sizeBuckets),
      received: new Histogram(sizeBuckets),
    };
    return method.ended[code];
  };

  const all = (): Method[] => [...methods.entries()].map(([, method]) => method);
  const forget = (): void => {
    for (const method of all()) {
      method.started = 0;
      method.ended.length = 0;
    }
  };
  const histograms = (info: (typeof M)['callDuration'], pick: (ended: Ended) => Histogram): void =>
    register(
      registry,
      info,
      () =>
        all().flatMap(({ label, ended }) =>
          ended.flatMap((one) => histogramSamples(info, [label, one.status], pick(one))),
        ),
      forget,
    );

  register(
    registry,
    M.callStarted,
    () => all().map(({ label, started }) => sample(M.callStarted, [label], started)),
    forget,
  );
  histograms(M.callDuration, (ended) => ended.duration);
  if (sizeBuckets.length > 0) {
    histograms(M.callSent, (ended) => ended.sent);
    histograms(M.callReceived, (ended) => ended.received);
  }
  register(
    registry,
    M.inFlight,
    () => all().map(({ label, inFlight }) => sample(M.inFlight, [label], inFlight)),
    () => {},
  );
  register(
    registry,
    M.shed,
    () => shed.collect(),
    () => shed.reset(),
  );
  register(
    registry,
    M.drainState,
    () => [sample(M.drainState, [], drainState)],
    () => {},
  );
  register(
    registry,
    M.tlsReloads,
    () => tlsReloads.collect(),
    () => tlsReloads.reset(),
  );

  return {
    serverCallStarted: (path) => {
      const method = methods.of(path);
      method.started++;
      method.inFlight++;
    },
    serverCallEnded: ({ method: path, status, durationMs, sentBytes, receivedBytes }) => {
      const method = methods.of(path);
      method.inFlight--;
      const ended = endedWith(method, status);
      ended.duration.observe(durationMs / 1_000);
      ended.sent.observe(sentBytes);
      ended.received.observe(receivedBytes);
    },
    event: (event) => {
      if (event.kind === 'shed') shed.add(1, methods.of(event.method).label);
      else if (event.kind === 'drain') drainState = DRAIN_STATES[event.phase];
      else if (event.kind === 'tls_reloaded' && event.side === 'server') tlsReloads.add(1, 'ok');
      else if (event.kind === 'tls_rejected' && event.side === 'server') tlsReloads.add(1, 'rejected');
    },
  };
}
