import { describe, expect, test } from 'vitest';
import { profileOfClient } from '../src/profile/measure-profiles.js';
import { type Shares, sharesOf } from '../src/profile/shares.js';
import { requireBuilt } from '../src/start/measure-start.js';

/** Of the CPU samples of a client with everything on; 9 to 11 % when this was written. */
const MOST = 0.16;
const PROFILES = 3;

describe('the kit in a profile', () => {
  // A share, not a time: who else uses the machine takes as much of the kit's time as of everybody's.
  test(`its own functions have less than ${MOST * 100} % of a small call's samples`, async () => {
    requireBuilt();
    const profiles: Shares[] = [];
    for (let round = 0; round < PROFILES; round++) profiles.push(await profileOfClient('kit client(), everything on'));
    const [best] = profiles.sort((a, b) => a.owners.kit - b.owners.kit);
    expect(best?.kit.length).toBeGreaterThan(0);
    expect(best?.owners.kit, JSON.stringify(best)).toBeLessThan(MOST);
    expect(best?.owners['grpc-js']).toBeGreaterThan(0);
  });
});

describe('shares of a profile', () => {
  const frame = (functionName: string, url: string) => ({
    functionName,
    url,
    scriptId: '0',
    lineNumber: 0,
    columnNumber: 0,
  });

  test('samples go to who owns the source; built-in functions to their callers, idle ones to nobody', () => {
    const { owners, kit } = sharesOf({
      startTime: 0,
      endTime: 0,
      nodes: [
        { id: 1, callFrame: frame('(root)', ''), hitCount: 0, children: [2, 5, 6, 7] },
        { id: 2, callFrame: frame('pick', 'file:///x/packages/grpc-kit/dist/index.js'), hitCount: 2, children: [3, 4] },
        { id: 3, callFrame: frame('set', ''), hitCount: 1 },
        { id: 4, callFrame: frame('createCall', 'file:///x/node_modules/@grpc/grpc-js/a.js'), hitCount: 4 },
        { id: 5, callFrame: frame('(garbage collector)', ''), hitCount: 2 },
        { id: 6, callFrame: frame('(idle)', ''), hitCount: 1000 },
        { id: 7, callFrame: frame('emit', 'node:events'), hitCount: 1 },
      ],
    });
    expect(owners).toEqual({
      kit: 0.3,
      'grpc-js': 0.4,
      node: 0.1,
      'garbage collection': 0.2,
      'native code': 0,
      others: 0,
    });
    expect(kit).toEqual([{ name: 'pick', share: 0.3 }]);
  });
});
