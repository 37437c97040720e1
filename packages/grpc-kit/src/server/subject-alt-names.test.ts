import fc from 'fast-check';
import { expect, test } from 'vitest';
import { subjectAltNames } from './subject-alt-names.js';

const none = { dnsNames: [], uris: [], ipAddresses: [], emails: [] };

test('reads what Node writes', () => {
  const text =
    'DNS:a.b, URI:spiffe://td/ns/a, IP Address:10.0.0.1, IP Address:0:0:0:0:0:0:0:1, email:x@y, DirName:CN=z';
  expect(subjectAltNames(text)).toEqual({
    dnsNames: ['a.b'],
    uris: ['spiffe://td/ns/a'],
    ipAddresses: ['10.0.0.1', '0:0:0:0:0:0:0:1'],
    emails: ['x@y'],
  });
  expect(subjectAltNames(undefined)).toEqual(none);
});

test('a name with a comma cannot pass for two names', () => {
  const quoted = 'URI:"spiffe://td/evil, URI:spiffe://td/good", DNS:"a, DNS:b"';
  expect(subjectAltNames(quoted)).toEqual({
    ...none,
    uris: ['spiffe://td/evil, URI:spiffe://td/good'],
    dnsNames: ['a, DNS:b'],
  });
});

test('text that is nothing of the kind gives no names and no error', () => {
  for (const text of ['DNS', ', ', 'DNS:a,b', 'DNS:"a']) expect(subjectAltNames(text), text).toEqual(none);
  const fragment = fc.constantFrom('DNS:', 'URI:', '"', '\\', ', ', 'a', '\n');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(fragment).map((parts) => parts.join('')),
      ),
      (text) => void subjectAltNames(text),
    ),
  );
});
