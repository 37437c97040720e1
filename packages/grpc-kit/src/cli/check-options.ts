import { parseArgs } from 'node:util';
import { excerpt, quoted } from '../errors.js';
import type { TlsPolicy } from '../policy/channel-policy.js';
import { resolvePolicy } from '../policy/resolve-policy.js';
import { parseTarget, type Target } from '../target.js';
import { readCertificates } from '../tls/certificate-files.js';
import { UsageError } from './usage.js';

/** What `grpc-kit check` was asked to do. */
export interface CheckOptions {
  readonly target: Target;
  readonly tls?: TlsPolicy;
  /** Service to ask the health of; empty for the whole server. */
  readonly service: string;
  readonly kubeconfig?: string;
  readonly timeoutMs: number;
}

const OPTIONS = {
  tls: { type: 'boolean' },
  'tls-ca': { type: 'string' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  'server-name': { type: 'string' },
  service: { type: 'string', default: '' },
  kubeconfig: { type: 'string' },
  timeout: { type: 'string', default: '5s' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** A command line, understood: help, or a check. */
export type Command =
  | { readonly help: true }
  | { readonly help: false; readonly json: boolean; readonly check: CheckOptions };

/**
 * @throws UsageError for what is unknown; GrpcKitError `ERR_TARGET_INVALID`, `ERR_POLICY_INVALID` or `ERR_TLS` for what
 * is known and wrong.
 */
export function parseCommand(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  if (values.help) return { help: true };
  const [command, text, ...rest] = positionals;
  if (command !== 'check')
    throw new UsageError(command === undefined ? 'no command' : `unknown command ${quoted(command)}`);
  if (text === undefined) throw new UsageError('check needs a target');
  if (rest.length > 0) throw new UsageError(`check takes one target; ${quoted(rest[0])} is too much`);
  const tls = tlsOf(values);
  return {
    help: false,
    json: values.json,
    check: {
      target: parseTarget(text),
      service: values.service,
      timeoutMs: duration(values.timeout),
      ...(tls && { tls }),
      ...(values.kubeconfig !== undefined && { kubeconfig: values.kubeconfig }),
    },
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(excerpt((error as Error).message.split('. ', 1)[0] ?? ''));
  }
}

function tlsOf(values: ReturnType<typeof parse>['values']): TlsPolicy | undefined {
  const files = { caFile: values['tls-ca'], certFile: values['tls-cert'], keyFile: values['tls-key'] };
  const wanted = { ...files, serverName: values['server-name'] };
  const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined)) as TlsPolicy;
  if (!values.tls && Object.keys(given).length === 0) return undefined;
  const { tls } = resolvePolicy({ tls: given });
  readCertificates(given);
  return tls;
}

function duration(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(text) ?? [];
  const ms = Number(number) * (unit === 's' ? 1_000 : 1);
  if (ms >= 10 && ms <= 600_000) return Math.round(ms);
  throw new UsageError(`--timeout is ${quoted(text)}; expected a time from 10ms to 600s, such as 500ms or 5s`);
}
