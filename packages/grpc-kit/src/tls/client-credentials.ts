import { type ChannelCredentials, credentials } from '@grpc/grpc-js';
import type { Observer } from '../observe/observer.js';
import type { TlsPolicy } from '../policy/channel-policy.js';
import { type Certificates, followCertificateFiles } from './certificate-files.js';

/** Credentials of the moment. */
export interface ClientCredentials {
  current(): ChannelCredentials;
  /** Follows files no more. */
  close(): void;
}

/**
 * Credentials of a client: plaintext without a TLS policy, else TLS from its files, which are followed.
 * @param renewed Told when new certificates are in use, so that connections can be replaced.
 * @throws GrpcKitError `ERR_TLS` when the files cannot be used as they are now.
 */
export function clientCredentials(
  tls: TlsPolicy | undefined,
  observer: Observer,
  renewed: () => void,
): ClientCredentials {
  const nothing = { close: () => undefined };
  if (tls === undefined) return { ...nothing, current: constant(credentials.createInsecure()) };
  const { caFile, certFile, keyFile } = tls;
  if (caFile === undefined && certFile === undefined) return { ...nothing, current: constant(credentials.createSsl()) };

  const paths = {
    ...(caFile !== undefined && { caFile }),
    ...(certFile !== undefined && { certFile }),
    ...(keyFile !== undefined && { keyFile }),
  };
  const files = followCertificateFiles(paths, {
    onReload: (certificates) => {
      latest = credentialsOf(certificates);
      observer.event?.({ kind: 'tls_reloaded', side: 'client', serial: certificates.serial });
      renewed();
    },
    onReject: (error) => observer.event?.({ kind: 'tls_rejected', side: 'client', error }),
  });
  let latest = credentialsOf(files.current);
  return { current: () => latest, close: () => files.close() };
}

function credentialsOf({ ca, key, cert }: Certificates): ChannelCredentials {
  return credentials.createSsl(ca ?? null, key ?? null, cert ?? null);
}

function constant<T>(value: T): () => T {
  return () => value;
}
