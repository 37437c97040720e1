/** What grpc-js and OpenSSL say when connecting fails, and what that means. */
const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [/wrong version number|packet length too long|ERR_SSL_WRONG_VERSION/i, 'the peer does not speak TLS'],
  [/^Failed to connect/, 'the peer closed the connection before HTTP/2 began; it may want TLS, or none'],
  [/^Protocol error/, 'the peer does not speak HTTP/2, or wants TLS'],
  [/unable to (verify|get)|self.signed|issuer/i, 'the certificate of the peer is signed by nobody trusted here'],
];

/** The reason of a failed connection, for people: without time stamps, addresses of memory and class names. */
export function connectError(reason: string): string {
  const plain = reason.replace(/^Error: /, '').replace(/ \(\d{4}-\d\d-\d\dT[\d:.]+Z\)$/, '');
  const meaning = MEANINGS.find(([pattern]) => pattern.test(plain))?.[1];
  if (meaning === undefined) return plain.trim();
  const [, detail = plain] = /:([^:]+):[^:]*\.c:\d+/.exec(plain) ?? [];
  return `${meaning} (${detail.trim()})`;
}
