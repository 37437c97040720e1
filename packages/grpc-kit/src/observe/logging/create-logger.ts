import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';
import { knownOptions } from '../../known-options.js';
import { censored, loggableMetadata } from './redaction.js';

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
    base: { ...(name !== undefined && { app: name }), ...known, ...fields },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: withoutSecrets,
    },
    serializers: { err: loggableError },
  };
  return destination ? pino(settings, destination) : pino(settings);
}

/** Errors keep for their serializer what it needs: their class, cause and stack. */
function withoutSecrets(fields: Record<string, unknown>): Record<string, unknown> {
  const { err, ...rest } = fields;
  return { ...(censored(rest) as Record<string, unknown>), ...(err !== undefined && { err }) };
}

function loggableError(error: Error): unknown {
  const { metadata, ...shown } = pino.stdSerializers.err(error) as Record<string, unknown>;
  return { ...shown, ...(metadata !== undefined && { metadata: loggableMetadata(metadata) }) };
}
