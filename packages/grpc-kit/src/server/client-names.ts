import { isIP } from 'node:net';
import type { SubjectAltNames } from './subject-alt-names.js';

/** A URI with segments that a reader of paths would resolve away, or with an escape in their place. */
const UNNORMALIZED = /\/\.{0,2}(\/|$)|%2[ef]/i;
const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;

/** Whether a certificate has a name that the pattern allows: a name of the pattern's own kind, never of another. */
export function matchesClientName(pattern: string, names: SubjectAltNames): boolean {
  const matches = (name: string): boolean =>
    pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
  if (SCHEME.test(pattern)) {
    // More than one URI makes it no X.509-SVID: which of them is meant cannot be known.
    const [uri] = names.uris;
    return names.uris.length === 1 && uri !== undefined && isNormalized(uri) && matches(uri);
  }
  if (isIP(pattern) !== 0) return names.ipAddresses.some(matches);
  return (pattern.includes('@') ? names.emails : names.dnsNames).some(matches);
}

/** Whether the path of a URI is what it seems: `spiffe://t/a/../b` is not below `spiffe://t/a/`. */
export function isNormalized(uri: string): boolean {
  const path = uri.replace(SCHEME, '').replace(/^[^/]*/, '');
  return path === '' || !UNNORMALIZED.test(path);
}
