import { describe, expect, it } from 'vitest';
import type { XdsResource } from './config-dump.js';
import { DeletionWatchdog, type WatchedChannel } from './deletion-watchdog.js';

const STUCK_AFTER_MS = 3_000;
const present: XdsResource = { kind: 'listener', name: 'greeter', status: 'ACKED', version: '1' };
const deleted: XdsResource = { ...present, status: 'DOES_NOT_EXIST' };
const neverThere: XdsResource = { ...deleted, version: '' };

function watched(count: number) {
  const log: string[] = [];
  const channels = new Set<WatchedChannel>(
    Array.from({ length: count }, (_, index) => ({
      target: 'xds:///greeter',
      retire: () => void log.push(`retire ${index}`),
      renew: () => void log.push(`renew ${index}`),
    })),
  );
  let resource = present;
  const recoveries: string[] = [];
  const watchdog = new DeletionWatchdog({
    stuckAfterMs: STUCK_AFTER_MS,
    resourcesOf: () => [resource],
    onRecovery: ({ name }, targets) => recoveries.push(`${name} for ${targets}`),
  });
  return {
    log,
    recoveries,
    become: (next: XdsResource) => {
      resource = next;
    },
    check: (now: number) => watchdog.check(channels, now),
  };
}

describe('DeletionWatchdog', () => {
  it('retires every channel before it renews any, once the resource was gone for long enough', () => {
    const { become, check, log, recoveries } = watched(2);
    check(0);
    become(deleted);
    check(1_000);
    check(3_999);
    expect(log).toEqual([]);
    check(4_000);
    expect(log).toEqual(['retire 0', 'retire 1', 'renew 0', 'renew 1']);
    expect(recoveries).toEqual(['greeter for xds:///greeter']);
  });

  it('leaves alone what is there, and what never was', () => {
    const { become, check, log } = watched(1);
    for (const resource of [present, neverThere]) {
      become(resource);
      for (let now = 0; now < 100_000; now += 500) check(now);
    }
    expect(log).toEqual([]);
  });

  it('waits twice as long each time while somebody else keeps the deleted resource', () => {
    const { become, check, recoveries } = watched(1);
    become(deleted);
    const at: number[] = [];
    for (let now = 0; now <= 200_000; now += 500) {
      const before = recoveries.length;
      check(now);
      if (recoveries.length > before) at.push(now);
    }
    expect(at).toEqual([3_000, 9_000, 21_000, 45_000, 93_000, 153_000]);
  });
});
