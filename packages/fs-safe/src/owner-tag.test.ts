import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHost } from './host.js';
import { formatTag, isAlive, ownTag, parseTag } from './owner-tag.js';

const host = createHost();

test('what is formatted is parsed, for that program only', () => {
  const word = fc.stringMatching(/^[a-z0-9]{1,8}$/);
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9][\w.-]{0,20}$/), word, fc.nat(), word, (name, scope, pid, start) => {
      const entry = `${formatTag(name, { scope, pid, start })}aB3xY9`;
      expect(parseTag(name, entry)).toEqual({ scope, pid, start });
      expect(parseTag(`${name}x`, entry)).toBeUndefined();
    }),
  );
});

test('nothing else is taken for an owner', () => {
  fc.assert(
    fc.property(fc.string(), (entry) => {
      expect(parseTag('app', `app-${entry}`)?.scope.length ?? 1).toBeGreaterThan(0);
    }),
  );
  for (const entry of ['app', 'app-', 'app-abcdef', 'app-s-x-1-abcdef', 'app-s-1-2-abc', 'app-s-1-2-abcdef/..']) {
    expect(parseTag('app', entry)).toBeUndefined();
  }
});

test.skipIf(process.platform !== 'linux')(
  'this process lives, one that took its pid is another, other scopes are unknown',
  () => {
    const own = ownTag(host);
    expect(isAlive(host, own)).toBe(true);
    expect(isAlive(host, { ...own, start: '0' })).toBe(false);
    expect(isAlive(host, { ...own, pid: 2 ** 30 })).toBe(false);
    expect(isAlive(host, { ...own, pid: process.ppid, start: '0' })).toBe(false);
    expect(isAlive(host, { ...own, scope: 'elsewhere' })).toBe('unknown');
  },
);
