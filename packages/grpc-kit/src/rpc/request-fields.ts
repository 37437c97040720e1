import type { Metadata } from '@grpc/grpc-js';

/** Encodings of responses that are understood. */
const ACCEPTED_ENCODINGS = 'identity,deflate,gzip';
const USER_AGENT = `grpc-node-kit (node ${process.versions.node})`;

/** The fields that all requests of a method to an authority share; one array, so that they are compressed once. */
export function sharedRequestFields(path: string, authority: string, secure: boolean): readonly string[] {
  return [
    ...[':method', 'POST', ':scheme', secure ? 'https' : 'http', ':path', path, ':authority', authority],
    ...['te', 'trailers', 'content-type', 'application/grpc', 'user-agent', USER_AGENT],
    ...['grpc-accept-encoding', ACCEPTED_ENCODINGS, 'accept-encoding', 'identity'],
  ];
}

/** Names that the protocol itself speaks by. */
const RESERVED: ReadonlySet<string> = new Set([
  'te',
  'content-type',
  'user-agent',
  'grpc-accept-encoding',
  'accept-encoding',
  'grpc-timeout',
  'grpc-encoding',
  'connection',
  'host',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);

/** Adds metadata as header fields. */
export function addMetadataFields(fields: string[], metadata: Metadata): void {
  for (const [name, values] of Object.entries(metadata.toHttp2Headers())) {
    if (RESERVED.has(name) || values === undefined) continue;
    for (const value of Array.isArray(values) ? values : [values]) fields.push(name, String(value));
  }
}

/** The time left, as `grpc-timeout` has it: at most eight digits and a unit. */
export function grpcTimeout(leftMs: number): string {
  const ms = Math.max(1, Math.ceil(leftMs));
  return ms < 100_000_000 ? `${ms}m` : `${Math.min(99_999_999, Math.ceil(ms / 1_000))}S`;
}
