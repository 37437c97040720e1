import type { Metadata, status } from '@grpc/grpc-js';
import { ENCODINGS } from './request-head.js';

/** The head of every response; one array, so that it is compressed once. */
export const RESPONSE_HEAD: readonly string[] = [
  ...[':status', '200', 'content-type', 'application/grpc'],
  ...['grpc-accept-encoding', ENCODINGS.join(',')],
];
/** The trailers of a call that succeeded and has no metadata. */
export const TRAILERS_OK: readonly string[] = ['grpc-status', '0', 'grpc-message', 'OK'];
/** A response without messages, whose head is its trailers too. */
export const TRAILERS_ONLY: readonly string[] = [':status', '200', 'content-type', 'application/grpc'];

/** A status and its metadata as fields of trailers. */
export function statusFields(code: status, details: string, metadata: Metadata | null | undefined): string[] {
  const fields = ['grpc-status', String(code)];
  if (details !== '') fields.push('grpc-message', percentEncoded(details));
  if (metadata) addMetadata(fields, metadata);
  return fields;
}

/** Metadata as header fields, but for names that the protocol itself speaks by. */
export function addMetadata(fields: string[], metadata: Metadata): void {
  for (const [name, values] of Object.entries(metadata.toHttp2Headers())) {
    if (values === undefined || RESERVED.test(name)) continue;
    for (const value of Array.isArray(values) ? values : [values]) fields.push(name, String(value));
  }
}

const RESERVED =
  /^(:|grpc-(status|message|encoding|accept-encoding|timeout)$|te$|content-type$|connection$|transfer-encoding$|keep-alive$|proxy-connection$|upgrade$)/;
const PLAIN = /^[ -$&-~]*$/;

/** UTF-8, with everything escaped but printable ASCII other than `%` (PROTOCOL-HTTP2, "Percent-Encoded"). */
function percentEncoded(text: string): string {
  if (PLAIN.test(text)) return text;
  let encoded = '';
  for (const byte of Buffer.from(text)) {
    const plain = byte >= 0x20 && byte <= 0x7e && byte !== 0x25;
    encoded += plain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
}
