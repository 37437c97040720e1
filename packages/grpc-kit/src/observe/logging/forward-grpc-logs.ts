import { logVerbosity, setLogger, setLogVerbosity } from '@grpc/grpc-js';
import { knownOptions } from '../../known-options.js';
import type { Logger } from '../observer.js';

/** What of grpc-js's own log is forwarded. */
export interface ForwardOptions {
  /** Least severity handed on; `debug` also needs `GRPC_TRACE`. Default: what `GRPC_VERBOSITY` says, else `error`. */
  readonly verbosity?: 'debug' | 'info' | 'error' | 'none';
}

const VERBOSITY = {
  debug: logVerbosity.DEBUG,
  info: logVerbosity.INFO,
  error: logVerbosity.ERROR,
  none: logVerbosity.NONE,
} as const;

/** `2026-01-01T00:00:00.000Z | v1.14.7 4711 | tracer | text` */
const TRACE_LINE = /^\S+ \| v\S+ \d+ \| (\S+) \| ([\s\S]*)$/;

/**
 * Sends what grpc-js writes to standard error to a logger instead, for the whole process; tracers become the field
 * `tracer`. The returned function gives it back to standard error.
 */
export function forwardGrpcLogs(logger: Logger, options: ForwardOptions = {}): () => void {
  const { verbosity } = knownOptions(options, 'forwardGrpcLogs options', { verbosity: true });
  const to =
    (level: keyof Logger) =>
    (...parts: unknown[]): void => {
      const text = parts.map(String).join(' ');
      const [, tracer, message = text] = TRACE_LINE.exec(text) ?? [];
      logger[level]({ component: 'grpc-js', ...(tracer !== undefined && { tracer }) }, message);
    };
  setLogger({ debug: to('debug'), info: to('info'), error: to('error') });
  if (verbosity !== undefined) setLogVerbosity(VERBOSITY[verbosity]);
  return () => setLogger(console);
}
