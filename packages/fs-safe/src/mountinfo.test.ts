import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseMountinfo } from './mountinfo.js';

const encode = (name: string) =>
  Buffer.from(name, 'utf8')
    .toString('latin1')
    .replace(/[ \t\n\\]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`);

test('a line with optional fields, as a kubelet mounts an emptyDir', () => {
  const line =
    '612 598 254:1 /var/lib/kubelet/pods/u/volumes/kubernetes.io~empty-dir/tmp /tmp rw,relatime shared:1 master:2 - ext4 /dev/vda1 rw,errors=remount-ro';
  expect(parseMountinfo(`${line}\n`)).toEqual([
    {
      id: 612,
      point: '/tmp',
      root: '/var/lib/kubelet/pods/u/volumes/kubernetes.io~empty-dir/tmp',
      fsType: 'ext4',
      source: '/dev/vda1',
      options: ['rw', 'relatime'],
      superOptions: ['rw', 'errors=remount-ro'],
    },
  ]);
});

test('any name survives', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.string({ unit: 'binary', minLength: 1 }),
      (point, root) => {
        const well = (text: string) => Buffer.from(text).toString();
        const [mount] = parseMountinfo(`1 2 0:3 /${encode(root)} /${encode(point)} rw - tmpfs none rw`);
        expect(mount).toMatchObject({ point: `/${well(point)}`, root: `/${well(root)}` });
      },
    ),
  );
});

test('nothing makes it throw, and cut lines are left out', () => {
  fc.assert(fc.property(fc.string(), (text) => void parseMountinfo(text)));
  expect(parseMountinfo('1 2 0:3 / /tmp rw\n1 2 0:3 / /x rw - \n\n')).toEqual([]);
});
