import type { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { isNormalized } from './client-names.js';
import { type SubjectAltNames, subjectAltNames } from './subject-alt-names.js';

/** A client certificate that was verified against `tls.clientCaFile`. */
export interface PeerCertificate extends SubjectAltNames {
  /** One line per attribute, as OpenSSL prints it: `CN=billing`. */
  readonly subject: string;
  /** Serial number in upper-case hex. */
  readonly serial: string;
  /** SHA-256 of the certificate, as colon-separated hex. */
  readonly fingerprint256: string;
  readonly validTo: Date;
}

/** Who is at the other end of a connection. */
export interface Peer {
  /** `address:port`; `unknown` for a Unix socket and once the connection is gone. */
  readonly address: string;
  /** Undefined on plaintext and without a verified client certificate. */
  readonly certificate: PeerCertificate | undefined;
  /** The workload of a SPIFFE X.509-SVID, `spiffe://trust-domain/path`: its only URI name, as the standard demands. */
  readonly spiffeId: string | undefined;
}

/** What grpc-js calls peers without an address; several of them may be around. */
export const UNKNOWN = 'unknown';

/** The peer of an accepted socket; its certificate counts only when TLS has verified it. */
export function peerOf(socket: Socket): Peer {
  const address = socket.remoteAddress === undefined ? UNKNOWN : `${socket.remoteAddress}:${socket.remotePort}`;
  const x509 = socket instanceof TLSSocket && socket.authorized ? socket.getPeerX509Certificate() : undefined;
  const certificate = x509 && describe(x509);
  return { address, certificate, spiffeId: spiffeIdOf(certificate?.uris ?? []) };
}

function describe(x509: X509Certificate): PeerCertificate {
  return {
    subject: x509.subject ?? '',
    serial: x509.serialNumber,
    fingerprint256: x509.fingerprint256,
    validTo: new Date(x509.validTo),
    ...subjectAltNames(x509.subjectAltName),
  };
}

/** https://github.com/spiffe/spiffe/blob/main/standards/X509-SVID.md#2-spiffe-id: exactly one URI, or it is no SVID. */
function spiffeIdOf(uris: readonly string[]): string | undefined {
  const [uri] = uris;
  return uris.length === 1 && uri?.startsWith('spiffe://') && isNormalized(uri) ? uri : undefined;
}
