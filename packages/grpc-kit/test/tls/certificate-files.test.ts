import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { type Issued, MountedSecret, TestCa, until } from '@org/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CertificateFiles, followCertificateFiles, readCertificates } from '../../src/tls/certificate-files.js';

const ca = new TestCa('ca');
const issue = (): Issued => ca.issue({ commonName: 'x' });
const files = (issued: Issued) => ({ 'tls.crt': issued.cert, 'tls.key': issued.key, 'ca.crt': ca.cert });

let secret: MountedSecret;
let first: Issued;
let followed: CertificateFiles | undefined;
beforeEach(() => {
  first = issue();
  secret = new MountedSecret(files(first));
});
afterEach(() => {
  followed?.close();
  secret.close();
});

const paths = () => ({
  caFile: secret.path('ca.crt'),
  certFile: secret.path('tls.crt'),
  keyFile: secret.path('tls.key'),
});

function follow(pollMs: number) {
  const reloads: string[] = [];
  const rejections: string[] = [];
  followed = followCertificateFiles(paths(), {
    pollMs,
    onReload: ({ serial }) => reloads.push(serial),
    onReject: ({ message }) => rejections.push(message),
  });
  return { reloads, rejections, current: () => followed?.current.serial };
}

describe('followCertificateFiles', () => {
  test('sees a swap by the event of the directory, long before the next poll', async () => {
    const { reloads, current } = follow(600_000);
    expect(current()).toBe(first.serial);
    const second = issue();
    secret.swap(files(second));
    await until('the new pair', () => reloads.length === 1);
    expect(reloads).toEqual([second.serial]);
    expect(current()).toBe(second.serial);
  });

  test('polls where there are no events', async () => {
    const { reloads } = follow(20);
    const second = issue();
    secret.swap(files(second));
    await until('the new pair', () => reloads.includes(second.serial));
  });

  test('a pair written one file after the other is taken when it is complete, without a complaint', async () => {
    const second = issue();
    const { reloads, rejections } = follow(600_000);
    for (const name of ['tls.crt', 'tls.key', 'ca.crt']) {
      rmSync(secret.path(name));
      writeFileSync(secret.path(name), files(first)[name as 'tls.crt']);
    }
    writeFileSync(`${secret.path('tls.crt')}.new`, second.cert);
    renameSync(`${secret.path('tls.crt')}.new`, secret.path('tls.crt'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    writeFileSync(secret.path('tls.key'), second.key);
    await until('the new pair', () => reloads.includes(second.serial));
    expect(rejections).toEqual([]);
  });

  test('a broken pair is said once and the old one kept; the next good one is taken', async () => {
    const { reloads, rejections, current } = follow(50);
    secret.swap({ ...files(issue()), 'tls.key': issue().key });
    await until('the rejection', () => rejections.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(rejections).toEqual([expect.stringMatching(/tls.crt": the certificate does not belong to the key in/)]);
    expect(current()).toBe(first.serial);
    const third = issue();
    secret.swap(files(third));
    await until('the repaired pair', () => reloads.includes(third.serial));
  });
});

describe('readCertificates', () => {
  const write = (name: string, content: string): string => {
    writeFileSync(secret.path(name), content);
    return secret.path(name);
  };

  test.each<[string, () => Parameters<typeof readCertificates>[0], RegExp]>([
    ['a missing file', () => ({ caFile: secret.path('absent') }), /absent": cannot be read \(ENOENT\)/],
    ['a certificate without a key', () => ({ certFile: secret.path('tls.crt') }), /certificate and key come together/],
    ['an empty file', () => ({ caFile: write('empty', '') }), /empty": holds no PEM certificate/],
    [
      'a key among the authorities',
      () => ({ caFile: write('mixed', ca.cert + first.key) }),
      /mixed": holds something that is no PEM/,
    ],
    ['no key', () => ({ ...paths(), keyFile: write('no-key', 'x') }), /no-key": holds no PEM private key/],
    [
      'an expired certificate',
      () => {
        const old = ca.issue({ commonName: 'x', validFrom: new Date('2020-01-01'), validTo: new Date('2021-01-01') });
        return { certFile: write('old.crt', old.cert), keyFile: write('old.key', old.key) };
      },
      /old.crt": the certificate expired at Jan {2}1 00:00:00 2021 GMT/,
    ],
  ])('%s', (_name, given, message) => {
    expect(() => readCertificates(given())).toThrow(
      expect.objectContaining({ code: 'ERR_TLS', message: expect.stringMatching(message) }),
    );
  });

  test('authorities alone, and nothing at all', () => {
    expect(readCertificates({ caFile: secret.path('ca.crt') })).toMatchObject({ serial: '', cert: undefined });
    expect(readCertificates({})).toEqual({ ca: undefined, cert: undefined, key: undefined, serial: '' });
  });
});
