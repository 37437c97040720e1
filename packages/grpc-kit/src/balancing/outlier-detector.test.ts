import { connectivityState, status } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Backend } from './backend.js';
import type { EjectionLimits } from './ejection-limits.js';
import { OutlierDetector } from './outlier-detector.js';

const limits: EjectionLimits = {
  intervalMs: 1_000,
  baseEjectionMs: 10_000,
  maxEjectionMs: 30_000,
  maxEjectionPercent: 50,
  failurePercent: 50,
  minimumCalls: 5,
  minimumBackends: 2,
};

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

/** Backends `a`, `b`, …, and who is out; `alive` says whether a probe is answered. */
function cluster(count: number, changes: Partial<EjectionLimits> = {}) {
  const out = new Set<string>();
  const probes: number[] = [];
  const world = { alive: true };
  const backends = new Map<string, Backend>();
  const detector = new OutlierDetector({
    limits: { ...limits, ...changes },
    backends,
    ejected: ({ address }) => void out.add(address),
    unejected: ({ address }) => void out.delete(address),
  });
  for (const address of 'abcdefghij'.slice(0, count)) {
    const backend = new Backend(address);
    backend.connectivity = connectivityState.READY;
    backend.judge = detector;
    backend.connections.add({
      reconsider: () => {},
      answers: async (withinMs) => {
        probes.push(withinMs);
        return world.alive;
      },
    });
    backends.set(address, backend);
  }
  const call = (address: string, code: status, times = 1): void => {
    for (let n = 0; n < times; n++) {
      backends.get(address)?.started();
      backends.get(address)?.ended(code, '');
    }
  };
  return {
    detector,
    backends,
    out,
    probes,
    world,
    succeed: (address: string, times = 1) => call(address, status.OK, times),
    fail: (address: string, times = 1) => call(address, status.UNAVAILABLE, times),
    call,
  };
}

describe('a backend that fails call after call', () => {
  test('is out with the call that makes it five, not before', () => {
    const { out, fail, succeed } = cluster(3);
    succeed('b');
    fail('a');
    succeed('b');
    fail('a', 3);
    expect(out).toEqual(new Set());
    fail('a');
    expect(out).toEqual(new Set(['a']));
  });

  test('is in while nobody does better: it may be the callers', () => {
    const { out, fail } = cluster(3);
    for (const address of ['a', 'b', 'c']) fail(address, 10);
    vi.advanceTimersByTime(1_000);
    expect(out).toEqual(new Set());
  });

  test('is out although its failures were spread over many intervals', () => {
    const { out, fail, succeed } = cluster(2);
    for (let n = 0; n < 5; n++) {
      fail('a');
      succeed('b');
      vi.advanceTimersByTime(1_500);
    }
    fail('a');
    succeed('b');
    vi.advanceTimersByTime(1_000);
    expect(out).toEqual(new Set(['a']));
  });

  test('is in when what failed was the request', () => {
    const { out, call, succeed } = cluster(2);
    succeed('b', 10);
    call('a', status.NOT_FOUND, 10);
    call('a', status.CANCELLED, 10);
    vi.advanceTimersByTime(2_000);
    expect(out).toEqual(new Set());
  });
});

describe('at the end of an interval', () => {
  test.each([
    ['more than half of its calls failed', 3, 4, ['a']],
    ['half of them failed', 4, 4, []],
    ['too few calls to judge', 1, 3, []],
    ['exactly as many as it takes to judge', 2, 3, ['a']],
  ])('%s', (_, successes, failures, expected) => {
    const { out, fail, succeed } = cluster(2);
    fail('a');
    succeed('b', 10);
    for (let n = 0; n < Math.max(successes, failures - 1); n++) {
      if (n < successes) succeed('a');
      if (n < failures - 1) fail('a');
    }
    succeed('b');
    expect(out).toEqual(new Set());
    vi.advanceTimersByTime(1_000);
    expect(out).toEqual(new Set(expected));
  });

  test('successes from before the first failure are forgotten', () => {
    const { out, fail, succeed } = cluster(2);
    succeed('a', 1_000);
    fail('a', 3);
    succeed('a');
    fail('a');
    succeed('b');
    vi.advanceTimersByTime(1_000);
    expect(out).toEqual(new Set(['a']));
  });

  test('what an interval counted does not count in the next', () => {
    const { out, fail, succeed } = cluster(2);
    fail('a');
    succeed('b');
    succeed('a', 3);
    vi.advanceTimersByTime(1_000);
    fail('a', 3);
    succeed('a');
    succeed('b');
    vi.advanceTimersByTime(1_000);
    expect(out).toEqual(new Set());
  });

  test('a failing backend is in as long as too few others do better', () => {
    const { out, fail, succeed } = cluster(4, { minimumBackends: 4 });
    fail('a', 2);
    for (const address of ['b', 'c']) succeed(address, 5);
    fail('a', 10);
    expect(out).toEqual(new Set());
    succeed('d');
    fail('a');
    expect(out).toEqual(new Set(['a']));
  });
});

test('never more than the allowed part of them is out', () => {
  const { out, fail, succeed } = cluster(4);
  const failAll = () => {
    for (const address of ['a', 'b', 'c']) {
      fail(address);
      succeed('d');
      fail(address, 9);
    }
  };
  failAll();
  expect(out).toEqual(new Set(['a', 'b']));
  const none = cluster(4, { maxEjectionPercent: 0 });
  none.succeed('b');
  none.fail('a', 20);
  none.succeed('b');
  none.fail('a', 20);
  expect(none.out).toEqual(new Set());
});

describe('its way back', () => {
  const ejectA = ({ fail, succeed }: ReturnType<typeof cluster>): void => {
    fail('a');
    succeed('b');
    fail('a', 4);
  };

  test('after its time, once it answers, with a clean slate', async () => {
    const all = cluster(2);
    ejectA(all);
    expect(all.backends.get('a')?.ejected).toBe(true);
    await vi.advanceTimersByTimeAsync(9_999);
    expect(all.out).toEqual(new Set(['a']));
    await vi.advanceTimersByTimeAsync(1);
    expect(all.out).toEqual(new Set());
    expect(all.backends.get('a')).toMatchObject({ ejected: false, faultsInARow: 0, recentFaults: 0 });
  });

  test('not while it answers no probe; it is asked once in an interval', async () => {
    const all = cluster(2);
    all.world.alive = false;
    ejectA(all);
    await vi.advanceTimersByTimeAsync(13_500);
    expect(all.out).toEqual(new Set(['a']));
    expect(all.probes).toEqual([1_000, 1_000, 1_000, 1_000]);
    all.world.alive = true;
    await vi.advanceTimersByTimeAsync(500);
    expect(all.out).toEqual(new Set());
  });

  test('not without a connection', async () => {
    const all = cluster(2);
    ejectA(all);
    all.backends.get('a')?.connections.clear();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(all.out).toEqual(new Set(['a']));
  });

  test('each time again it takes longer, up to the most; and after a good time as at first', async () => {
    const all = cluster(2);
    const times: number[] = [];
    const serve = async () => {
      ejectA(all);
      const from = performance.now();
      while (all.out.size > 0) await vi.advanceTimersByTimeAsync(1_000);
      times.push(Math.round((performance.now() - from) / 1_000));
    };
    for (let n = 0; n < 4; n++) await serve();
    await vi.advanceTimersByTimeAsync(30_001);
    await serve();
    expect(times).toEqual([10, 20, 30, 30, 10]);
  });

  test('a base beyond the most is kept to', async () => {
    const all = cluster(2, { baseEjectionMs: 50_000 });
    ejectA(all);
    await vi.advanceTimersByTimeAsync(49_999);
    expect(all.out).toEqual(new Set(['a']));
    await vi.advanceTimersByTimeAsync(1);
    expect(all.out).toEqual(new Set());
  });

  test('nothing happens after close: no timer is left, no probe returns anybody', async () => {
    const all = cluster(2);
    ejectA(all);
    all.fail('b');
    all.detector.close();
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(all.out).toEqual(new Set(['a']));
  });
});

describe('who is never ejected', () => {
  test('the only backend, however it fails between successes', () => {
    const { out, fail, succeed } = cluster(1);
    fail('a');
    succeed('a', 8);
    fail('a', 20);
    vi.advanceTimersByTime(1_000);
    expect(out).toEqual(new Set());
  });

  test('the last one that can be reached', () => {
    const { out, backends, fail, succeed } = cluster(3);
    fail('a');
    for (const address of ['b', 'c']) {
      succeed(address, 10);
      (backends.get(address) as Backend).connectivity = connectivityState.TRANSIENT_FAILURE;
    }
    fail('a', 20);
    vi.advanceTimersByTime(1_000);
    expect(out).toEqual(new Set());
  });

  test('one whose connection was lost with all its streams: that is one fault', () => {
    const { out, backends, succeed } = cluster(2);
    const lost = backends.get('a') as Backend;
    for (let stream = 0; stream < 20; stream++) lost.started();
    succeed('b');
    for (let stream = 0; stream < 20; stream++) lost.ended(status.UNAVAILABLE, 'Connection dropped');
    succeed('b');
    vi.advanceTimersByTime(1_000);
    expect(out).toEqual(new Set());
    expect(lost.failures).toBe(20);
    lost.connected();
    lost.started();
    lost.ended(status.UNAVAILABLE, 'Connection dropped');
    expect(lost.faultsInARow).toBe(2);
  });
});

test('an ejection ends with the connection to the process that failed', () => {
  const { out, backends, fail, succeed } = cluster(2);
  fail('a');
  succeed('b');
  fail('a', 4);
  expect(out).toEqual(new Set(['a']));
  expect(backends.get('a')?.ejection).toMatchObject({ reason: '5 calls in a row failed' });
  backends.get('a')?.connected();
  expect(out).toEqual(new Set());
  expect(vi.getTimerCount()).toBe(1);
});

test('a backend that is no more of the target is not judged', () => {
  const { out, backends, fail, succeed } = cluster(3);
  const gone = backends.get('a') as Backend;
  fail('a');
  succeed('b');
  backends.delete('a');
  for (let n = 0; n < 10; n++) {
    gone.started();
    gone.ended(status.UNAVAILABLE, '');
  }
  vi.advanceTimersByTime(1_000);
  expect(out).toEqual(new Set());
});
