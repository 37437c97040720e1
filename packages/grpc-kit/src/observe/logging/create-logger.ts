import { type Bindings, type DestinationStream, type LogFn, type Logger as PinoLogger, pino } from 'pino';
import { knownOptions } from '../../known-options.js';
import { censored, censoredError } from './redaction.js';

/** How a logger is made. */
export interface LoggerOptions {
  /** Name of the application, in every line as `app`. Default: no such field. */
  readonly name?: string;
  /** Least level that is written, from `trace` to `fatal`. Default: `LOG_LEVEL`, else `info`. */
  readonly level?: string;
  /** Where `POD_NAME`, `POD_NAMESPACE`, `NODE_NAME` and `LOG_LEVEL` are read from. Default: `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Fields of every line besides those of Kubernetes. Default: none. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** The stream that lines are written to. Default: standard output. */
  readonly destination?: DestinationStream;
}

const KUBERNETES_FIELDS = { pod: 'POD_NAME', namespace: 'POD_NAMESPACE', node: 'NODE_NAME' } as const;

/**
 * A pino logger for a pod: one JSON object per line, levels by name, ISO times, the pod's place in the cluster from the
 * downward API, and no values of fields or metadata that are named like secrets.
 */
export function createLogger(options: LoggerOptions = {}): PinoLogger {
  knownOptions(options, 'createLogger options', {
    name: true,
    level: true,
    env: true,
    fields: true,
    destination: true,
  });
  const { name, env = process.env, fields = {}, destination } = options;
  const { level = env['LOG_LEVEL'] || 'info' } = options;
  const place = Object.entries(KUBERNETES_FIELDS).map(([field, variable]) => [field, env[variable]] as const);
  const known = Object.fromEntries(place.filter(([, value]) => value !== undefined && value !== ''));
  const settings = {
    level,
    base: { ...(name !== undefined && { app: name }), ...known, ...(censored(fields) as object) },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: withoutSecrets,
    },
    hooks: { logMethod },
    serializers: { err: (error: unknown) => (error instanceof Error ? censoredError(error) : censored(error)) },
  };
  return withoutSecretBindings(destination ? pino(settings, destination) : pino(settings));
}

/** Bindings of child loggers are written as they are, past formatters; children inherit these methods. */
function withoutSecretBindings(logger: PinoLogger): PinoLogger {
  const { child, setBindings } = logger as unknown as Record<'child' | 'setBindings', (...args: unknown[]) => unknown>;
  return Object.assign(logger, {
    child(this: PinoLogger, bindings: Bindings, ...options: unknown[]) {
      return child.call(this, withoutSecrets(bindings), ...options) as PinoLogger;
    },
    setBindings(this: PinoLogger, bindings: Bindings) {
      setBindings.call(this, withoutSecrets(bindings));
    },
  });
}

/** What is put into the text by `%j`, `%o` and their like is looked through as fields are. */
function logMethod(this: PinoLogger, args: Parameters<LogFn>, method: LogFn): void {
  const [first, ...rest] = args as unknown[];
  const shown = rest.map((value) => (typeof value === 'object' && value !== null ? censored(value) : value));
  method.apply(this, [first, ...shown] as unknown as Parameters<LogFn>);
}

/** Errors keep for their serializer what it needs: their class, cause and stack. */
function withoutSecrets(fields: Record<string, unknown>): Record<string, unknown> {
  const { err, ...rest } = fields;
  return { ...(censored(rest) as Record<string, unknown>), ...(err !== undefined && { err }) };
}
