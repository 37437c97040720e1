import { logVerbosity, setLogger, setLogVerbosity } from '@grpc/grpc-js';
import { knownOptions } from '../../known-options.js';
import { LogBudget } from '../log-budget.js';
import type { Logger } from '../observer.js';
import { CENSORED } from './redaction.js';

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

/** Metadata that grpc-js could not take, with its value, whatever it is. */
const REFUSED_METADATA = /^(Failed to add metadata entry [^:]{1,200}: )[\s\S]*?(\. For more information [\s\S]*|)$/;

/**
 * Sends what grpc-js writes to standard error to a logger instead, for the whole process; tracers become the field
 * `tracer`, values of metadata are left out, and errors are limited to 20 in 10 s. The returned function gives it back to standard error.
 */
export function forwardGrpcLogs(logger: Logger, options: ForwardOptions = {}): () => void {
  const { verbosity } = knownOptions(options, 'forwardGrpcLogs options', { verbosity: true });
  const errors = new LogBudget(logger, 'grpc-js wrote more errors');
  const to =
    (level: keyof Logger) =>
    (...parts: unknown[]): void => {
      const text = parts.map(String).join(' ');
      const [, tracer, message = text] = TRACE_LINE.exec(text) ?? [];
      const fields = { component: 'grpc-js', ...(tracer !== undefined && { tracer }) };
      // A peer chooses the value, and how often.
      const shown = message.replace(REFUSED_METADATA, `$1${CENSORED}$2`);
      if (level === 'error') errors.log('error', fields, shown);
      else logger[level](fields, shown);
    };
  setLogger({ debug: to('debug'), info: to('info'), error: to('error') });
  if (verbosity !== undefined) setLogVerbosity(VERBOSITY[verbosity]);
  return () => setLogger(console);
}
