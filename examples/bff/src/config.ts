import {
  checkTogether,
  integer,
  listenAddress,
  oneOf,
  optionalText,
  optionalUrl,
  readEnvironment,
  requiredText,
  type Settings,
} from '@org/example-service';
import { type ChannelPolicy, policyFromEnv } from '@org/grpc-kit';

/** Everything this service can be told; the README's table is made from it. */
export const variables = {
  httpListen: listenAddress('Where the page and the API are served.', '0.0.0.0:8080'),
  greeterTarget: requiredText(
    'The greeter, as grpc-kit names targets: `dns:///greeter:50051` (the headless Service), `srv:///…`, `k8s:///…`.',
  ),
  dnsRefreshMs: integer('Time between two look-ups of the greeter.', 10_000, 1000, 600_000),
  deadlineMs: integer('Longest time for a call; a request may bring a shorter one.', 2000, 1, 60_000),
  maxRps: integer('Most calls per second that the page may ask for; 0 takes the load control away.', 200, 0, 1000),
  controlUrl: optionalUrl('Who scales, kills and rotates for the page’s buttons; without it there are none.'),
  allowedHosts: optionalText(
    'Names by which browsers reach this service, `a.example.com,*.example.org`; addresses, localhost and the cluster’s names always may.',
  ),
  requirePosture: oneOf('Refuse to start unless this Pod Security profile is met:', '', ['', 'baseline', 'restricted']),
  tlsCaFile: optionalText('Roots to trust the greeter by; setting it turns TLS on. Reloaded when it changes.'),
  tlsCertFile: optionalText('Certificate chain to show the greeter (mTLS).'),
  tlsKeyFile: optionalText('Its key.'),
  podName: optionalText('Name of this pod, from the downward API. Unset: the host name.'),
  logLevel: oneOf('How much is logged:', 'info', ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
  drainDelayMs: integer('After SIGTERM: still serve, unready, until load balancers have noticed.', 5000, 0, 60_000),
  shutdownDeadlineMs: integer('After SIGTERM: exit at the latest.', 25_000, 100, 600_000),
} as const;

export type Config = Settings<typeof variables> & {
  /** From `GRPC_KIT_POLICY` and its kin; it has the last word about the client. */
  readonly policy: ChannelPolicy;
};

/** @throws ConfigurationError that names the variable, the value and what is allowed. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const config = readEnvironment(variables, env);
  checkTogether(config);
  return { ...config, policy: policyFromEnv(env) };
}
