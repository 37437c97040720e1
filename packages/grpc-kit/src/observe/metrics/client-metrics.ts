import { knownStatus } from '../../call-status.js';
import { knownOptions } from '../../known-options.js';
import type { Observer } from '../observer.js';
import { BackendGauge } from './backend-gauge.js';
import { BoundedNames } from './bounded-names.js';
import { CLIENT_METRICS as M, type MetricInfo } from './catalogue.js';
import { CounterTable } from './counter-table.js';
import { DURATION_BUCKETS, Histogram, SIZE_BUCKETS } from './histogram.js';
import { METRICS_OPTIONS, type MetricsOptions } from './metrics-options.js';
import { histogramSamples, type MetricsRegistry, type MetricValue, register, sample } from './registry.js';
import { statusName } from './status-name.js';

/** Calls and attempts of one method on one target that ended with one status. */
interface Ended {
  readonly status: string;
  readonly call: Histogram;
  readonly attempt: Histogram;
  readonly sent: Histogram;
  readonly received: Histogram;
}

interface Method {
  /** As gRFC A66 labels it, without the leading slash. */
  readonly label: string;
  attempts: number;
  readonly ended: Ended[];
}

type Target = BoundedNames<Method>;

/**
 * Counts what clients do, for `createClientFactory({ metrics })`; one call per registry, whose result several factories
 * may share.
 * @throws Error from the registry when it has these metrics already.
 */
export function clientMetrics(registry: MetricsRegistry, options: MetricsOptions = {}): Observer {
  const { durationBuckets = DURATION_BUCKETS, sizeBuckets = SIZE_BUCKETS } = knownOptions(
    options,
    'clientMetrics options',
    METRICS_OPTIONS,
  );
  const targets = new BoundedNames<Target>(
    () => new BoundedNames((path) => ({ label: path.replace(/^\//, ''), attempts: 0, ended: [] })),
  );
  const backends = new BackendGauge();
  const resolutions = new CounterTable(M.resolutions);
  const opened = new CounterTable(M.connectionsOpened);
  const ejections = new CounterTable(M.ejections);
  const tlsReloads = new CounterTable(M.tlsReloads);

  const endedWith = (method: Method, given: number): Ended => {
    const code = knownStatus(given);
    method.ended[code] ??= {
      status: statusName(code),
      call: new Histogram(durationBuckets),
      attempt: new Histogram(durationBuckets),
      sent: new Histogram(sizeBuckets),
      received: new Histogram(sizeBuckets),
    };
    return method.ended[code];
  };

  const each = (visit: (target: string, method: Method) => MetricValue[]): MetricValue[] =>
    [...targets.entries()].flatMap(([target, methods]) =>
      [...methods.entries()].flatMap(([, method]) => visit(target, method)),
    );
  const histograms = (info: MetricInfo, pick: (ended: Ended) => Histogram): void =>
    register(
      registry,
      info,
      () =>
        each((target, { label, ended }) =>
          ended
            .filter((one) => pick(one).count > 0)
            .flatMap((one) => histogramSamples(info, [label, target, one.status], pick(one))),
        ),
      () => targets.clear(),
    );
  const counts = (info: MetricInfo, table: CounterTable): void =>
    register(
      registry,
      info,
      () => table.collect(),
      () => table.reset(),
    );

  register(
    registry,
    M.attemptStarted,
    () => each((target, { label, attempts }) => [sample(M.attemptStarted, [label, target], attempts)]),
    () => targets.clear(),
  );
  histograms(M.attemptDuration, (ended) => ended.attempt);
  if (sizeBuckets.length > 0) {
    histograms(M.attemptSent, (ended) => ended.sent);
    histograms(M.attemptReceived, (ended) => ended.received);
  }
  histograms(M.callDuration, (ended) => ended.call);
  register(
    registry,
    M.backends,
    () => backends.collect(),
    () => {},
  );
  counts(M.resolutions, resolutions);
  counts(M.connectionsOpened, opened);
  counts(M.ejections, ejections);
  counts(M.tlsReloads, tlsReloads);

  return {
    clientAttemptStarted: (target, path) => {
      targets.of(target).of(path).attempts++;
    },
    clientAttemptEnded: ({ target, method, status, durationMs, sentBytes, receivedBytes }) => {
      const ended = endedWith(targets.of(target).of(method), status);
      ended.attempt.observe(durationMs / 1_000);
      if (sentBytes !== undefined) ended.sent.observe(sentBytes);
      if (receivedBytes !== undefined) ended.received.observe(receivedBytes);
    },
    clientCallEnded: ({ target, method, status, durationMs }) => {
      endedWith(targets.of(target).of(method), status).call.observe(durationMs / 1_000);
    },
    event: (event) => {
      if (event.kind === 'resolved') resolutions.add(1, event.target, 'ok');
      else if (event.kind === 'resolution_failed') resolutions.add(1, event.target, 'failed');
      else if (event.kind === 'ejected') ejections.add(1, event.target);
      else if (event.kind === 'tls_reloaded' && event.side === 'client') tlsReloads.add(1, 'ok');
      else if (event.kind === 'tls_rejected' && event.side === 'client') tlsReloads.add(1, 'rejected');
      else if (event.kind === 'backend_state') {
        backends.move(event.target, event.from, event.to);
        if (event.from === 'connecting' && event.to === 'ready') opened.add(1, event.target);
      }
    },
  };
}
