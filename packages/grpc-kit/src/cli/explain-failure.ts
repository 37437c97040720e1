import { type Address, type ProbeResult, speaksTls, TIMED_OUT } from './http2-probe.js';

const WANTS_CERTIFICATE = /CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE|BAD_CERTIFICATE|UNKNOWN_CA/;
const NO_TLS = /WRONG_VERSION|PACKET_LENGTH|EPROTO|ECLOSED|ECONNRESET|NO_PROTOCOL/;

/** What a connection's failure means, and what to try. */
export async function explainFailure(
  { stage, error }: NonNullable<ProbeResult['failure']>,
  address: Address,
  usesTls: boolean,
  timeoutMs: number,
): Promise<string> {
  const { code = error.message } = error as NodeJS.ErrnoException;
  if (stage === 'connect') return connecting(code);
  if (WANTS_CERTIFICATE.test(code)) {
    return `wants a certificate of this client that it trusts (${code}): give --tls-cert and --tls-key`;
  }
  if (stage === 'tls') {
    if (code === TIMED_OUT) return 'takes connections and answers no TLS: is it plaintext?';
    return NO_TLS.test(code) ? `speaks no TLS (${code}): leave the TLS options out` : `TLS failed: ${error.message}`;
  }
  const silent = code === TIMED_OUT;
  const meaning = silent ? 'takes connections and says nothing: no HTTP/2 settings came' : `speaks no HTTP/2 (${code})`;
  if (!usesTls && (await speaksTls(address, timeoutMs))) {
    return `${meaning}; it speaks TLS: add --tls-ca FILE, or --tls`;
  }
  return silent ? meaning : `${meaning}; is that the port of an HTTP/1.1 server?`;
}

function connecting(code: string): string {
  switch (code) {
    case 'ECONNREFUSED':
      return 'nothing listens there (ECONNREFUSED)';
    case TIMED_OUT:
      return 'no answer to TCP (ETIMEDOUT): the host is gone, or a NetworkPolicy drops it';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `there is no way to that address (${code})`;
    default:
      return `cannot be connected to (${code})`;
  }
}
