import { describe, expect, test } from 'vitest';
import { profileOfClient } from '../src/profile/measure-profiles.js';
import { type Shares, sharesOf } from '../src/profile/shares.js';
import { requireBuilt } from '../src/start/measure-start.js';

/** Twice the kit's work is 0.30 and more; 0.14 to 0.17 when this was written, on a machine with much else to do. */
const MOST = 0.22;
const PROFILES = 3;

/**
 * The kit's own work against that of grpc-js and Node under it. Garbage collection and native code are left out, as
 * they vary with memory and load. What else there is goes with the kit: its functions, once inlined into the program
 * that calls them, count as that program's.
 */
function ownWork({ owners }: Shares): number {
  return (owners.kit + owners.others) / (owners['grpc-js'] + owners.node);
}

describe('the kit in a profile', () => {
  // A share, not a time: who else uses the machine takes as much of the kit's time as of everybody's.
  test(`its own work for a small call is less than ${MOST} of what grpc-js and Node do for it`, async () => {
    requireBuilt();
    const profiles: Shares[] = [];
    for (let round = 0; round < PROFILES; round++) profiles.push(await profileOfClient('kit client(), everything on'));
    const [best] = profiles.sort((a, b) => ownWork(a) - ownWork(b)) as [Shares];
    expect(best.kit.length).toBeGreaterThan(0);
    expect(best.owners['grpc-js']).toBeGreaterThan(0);
    expect(ownWork(best), JSON.stringify(best)).toBeLessThan(MOST);
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
