import {
  ConfigurationError,
  checkTogether,
  flag,
  integer,
  listenAddress,
  oneOf,
  optionalText,
  quoted,
  readEnvironment,
  type Settings,
} from '@org/example-service';

/** Everything this service can be told; the README's table is made from it. */
export const variables = {
  listen: listenAddress('Where gRPC is served.', '0.0.0.0:50051'),
  httpListen: listenAddress('Where `/livez`, `/readyz` and `/metrics` are served.', '0.0.0.0:8081'),
  signingKeyDir: optionalText(
    'Folder of a mounted Secret with the file `signing-key`; replies are signed with it, also after a rotation.',
  ),
  journalDir: optionalText(
    'Folder for the journal. It must be writable; unset: `app-tmp` in the working directory, else a mounted tmp.',
  ),
  requirePosture: oneOf('Refuse to start unless this Pod Security profile is met:', '', ['', 'baseline', 'restricted']),
  tlsCertFile: optionalText('Certificate chain to serve with; setting it turns TLS on. Reloaded when it changes.'),
  tlsKeyFile: optionalText('Its key.'),
  tlsCaFile: optionalText('Roots that client certificates must come from; setting it requires them (mTLS).'),
  reflection: flag('Serve `grpc.reflection.v1`, for grpcurl and the like.', true),
  podName: optionalText('Name of this pod, from the downward API. Unset: the host name.'),
  podIp: optionalText('IP address of this pod, from the downward API. Unset: an address of this machine.'),
  logLevel: oneOf('How much is logged:', 'info', ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
  maxConnectionAgeMs: integer(
    'Connections end after this long, so that clients that never look again find new pods too.',
    300_000,
    1000,
    86_400_000,
  ),
  drainDelayMs: integer('After SIGTERM: still serve, NOT_SERVING, until clients have noticed.', 5000, 0, 60_000),
  shutdownDeadlineMs: integer('After SIGTERM: exit at the latest.', 25_000, 100, 600_000),
} as const;

export type Config = Settings<typeof variables>;

/** @throws ConfigurationError that names the variable, the value and what is allowed. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const config = readEnvironment(variables, env);
  checkTogether(config);
  const { tlsCertFile, tlsCaFile } = config;
  if (tlsCaFile !== undefined && tlsCertFile === undefined) {
    throw new ConfigurationError(`TLS_CA_FILE ${quoted(tlsCaFile)} needs TLS_CERT_FILE and TLS_KEY_FILE`);
  }
  return config;
}
