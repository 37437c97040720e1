/** How the text of a variable becomes the value of its option. */
export type VariableKind = 'text' | 'number' | 'flag' | 'list' | 'word or list';

const KINDS: Readonly<Record<string, VariableKind>> = {
  loadBalancing: 'text',
  'discovery.refreshMs': 'number',
  'discovery.minIntervalMs': 'number',
  'discovery.subsetSize': 'number',
  'discovery.zone': 'text',
  'keepalive.timeMs': 'number',
  'keepalive.timeoutMs': 'number',
  'keepalive.whileIdle': 'flag',
  'connection.minBackoffMs': 'number',
  'connection.maxBackoffMs': 'number',
  'connection.connectTimeoutMs': 'number',
  deadlineMs: 'number',
  retry: 'flag',
  'retry.methods': 'word or list',
  'retry.maxAttempts': 'number',
  'retry.initialBackoffMs': 'number',
  'retry.maxBackoffMs': 'number',
  'retry.codes': 'list',
  hedging: 'flag',
  'hedging.methods': 'list',
  'hedging.maxAttempts': 'number',
  'hedging.delayMs': 'number',
  healthCheck: 'flag',
  'healthCheck.serviceName': 'text',
  outlierDetection: 'flag',
  'outlierDetection.intervalMs': 'number',
  'outlierDetection.baseEjectionMs': 'number',
  'outlierDetection.maxEjectionMs': 'number',
  'outlierDetection.maxEjectionPercent': 'number',
  'outlierDetection.failurePercent': 'number',
  'outlierDetection.minimumCalls': 'number',
  'outlierDetection.minimumBackends': 'number',
  'tls.caFile': 'text',
  'tls.certFile': 'text',
  'tls.keyFile': 'text',
  'tls.serverName': 'text',
  'tls.fromXds': 'flag',
  maxReceiveBytes: 'number',
  maxSendBytes: 'number',
  flowControlWindowBytes: 'number',
};

/** One variable of the environment: `KEEPALIVE_TIME_MS` for `keepalive.timeMs`. */
export interface PolicyVariable {
  /** Without the prefix. */
  readonly name: string;
  readonly option: string;
  readonly kind: VariableKind;
}

/** A variable for every option, sections before what is in them. */
export const policyVariables: readonly PolicyVariable[] = Object.entries(KINDS).map(([option, kind]) => ({
  name: option.replace(/\./g, '_').replace(/[A-Z]/g, '_$&').toUpperCase(),
  option,
  kind,
}));

/** The value that the text stands for; text that stands for none is left as it is, for the check to refuse. */
export function optionValue(text: string, kind: VariableKind): unknown {
  if (kind === 'number') return /^-?\d+$|^Infinity$/.test(text) ? Number(text) : text;
  if (kind === 'flag') return text === 'true' ? true : text === 'false' ? false : text;
  if (kind === 'list' || (kind === 'word or list' && text.includes('/')))
    return text.split(',').map((part) => part.trim());
  return text;
}
