import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import type { PeerCertificate } from './report.js';

const DAY_MS = 86_400_000;

const WHY: Readonly<Record<string, string>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is for other names; set --server-name to one of them',
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is signed by itself; give it as --tls-ca',
  SELF_SIGNED_CERT_IN_CHAIN: 'its root is not trusted; give it as --tls-ca',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its issuer is not trusted; give the root as --tls-ca',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its issuer is not trusted; give the root as --tls-ca',
};

/** The certificate of a connection that has shaken hands. */
export function peerCertificate(socket: TLSSocket): PeerCertificate {
  const certificate = socket.getPeerCertificate(true);
  const validTo = new Date(certificate.valid_to);
  // Node declares an Error and gives a code.
  const refused = socket.authorized ? '' : String(socket.authorizationError);
  return {
    subject: nameOf(certificate, 'subject'),
    issuer: nameOf(certificate, 'issuer'),
    names: (certificate.subjectaltname ?? '').split(', ').filter((name) => name !== ''),
    validTo: validTo.toISOString(),
    daysLeft: Math.floor((validTo.getTime() - Date.now()) / DAY_MS),
    ...(refused && { refused: WHY[refused] ? `${WHY[refused]} (${refused})` : refused }),
  };
}

function nameOf(certificate: DetailedPeerCertificate, part: 'subject' | 'issuer'): string {
  const { CN, O, OU } = certificate[part] ?? {};
  return [CN, O, OU].flat().find((name) => name) ?? 'no name';
}
