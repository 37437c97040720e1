import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { Signer } from './signer.js';

test('without a key nothing is signed', () => {
  expect(new Signer().sign('hello')).toEqual({ keyId: '', signature: '' });
});

test('a rotation shows in the id and in the signature', () => {
  const signer = new Signer();
  const [first, second] = [Buffer.from('first'), Buffer.from('second')];
  expect(signer.use(first)).toBe(true);
  const before = signer.sign('hello');
  expect(before.keyId).toMatch(/^[0-9a-f]{8}$/);
  expect(before.signature).toBe(createHmac('sha256', first).update('hello').digest('hex'));
  expect(signer.use(Buffer.from('first')), 'the same key, read again').toBe(false);
  expect(signer.use(second)).toBe(true);
  expect(signer.sign('hello').keyId).not.toBe(before.keyId);
});
