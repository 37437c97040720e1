import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type AskableConnection, SilenceWatch } from './silence-watch.js';

const LIMITS = { timeMs: 5_000, timeoutMs: 4_000, whileIdle: true };

/** A connection whose peer answers while `alive`. */
class FakeConnection implements AskableConnection {
  receivedBytes = 0;
  busy = true;
  alive = true;
  readonly askedAt: number[] = [];
  readonly abandonedAt: number[] = [];
  reason = '';

  ask(): void {
    this.askedAt.push(Date.now());
    if (this.alive) this.receivedBytes += 9;
  }

  abandon(reason: string): void {
    this.abandonedAt.push(Date.now());
    this.reason = reason;
  }
}

let connection: FakeConnection;
let remove: () => void;
beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  connection = new FakeConnection();
});
afterEach(() => {
  remove();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe('a silent peer', () => {
  test('is asked after timeMs; any byte is an answer, and the silence begins anew', () => {
    remove = new SilenceWatch(LIMITS).add(connection);
    vi.advanceTimersByTime(30_000);
    expect(connection.askedAt).toEqual([5_000, 10_500, 16_000, 21_500, 27_000]);
    expect(connection.abandonedAt).toEqual([]);
  });

  test('that does not answer is given up timeoutMs later, once, with the times in the reason', () => {
    connection.alive = false;
    remove = new SilenceWatch(LIMITS).add(connection);
    vi.advanceTimersByTime(60_000);
    expect(connection.askedAt).toEqual([5_000]);
    expect(connection.abandonedAt).toEqual([9_000]);
    expect(connection.reason).toMatch(/5000 ms.*4000 ms/);
  });

  test('is known within 9.5 s of its last byte, whenever that came', () => {
    remove = new SilenceWatch(LIMITS).add(connection);
    for (const lastByteAt of [0, 1, 250, 499]) {
      vi.advanceTimersByTime(lastByteAt);
      connection.receivedBytes += 1;
      connection.alive = false;
      const from = Date.now();
      vi.advanceTimersByTime(10_000);
      expect((connection.abandonedAt.at(-1) ?? Number.NaN) - from).toBeLessThanOrEqual(9_500);
      remove();
      connection.alive = true;
      remove = new SilenceWatch(LIMITS).add(connection);
    }
  });
});

test('a peer that speaks is never asked', () => {
  remove = new SilenceWatch(LIMITS).add(connection);
  for (let second = 0; second < 60; second++) {
    connection.receivedBytes += 1;
    vi.advanceTimersByTime(1_000);
  }
  expect(connection.askedAt).toEqual([]);
});

test('without whileIdle, only silence while calls wait counts', () => {
  connection.busy = false;
  connection.alive = false;
  remove = new SilenceWatch({ ...LIMITS, whileIdle: false }).add(connection);
  vi.advanceTimersByTime(600_000);
  expect(connection.askedAt).toEqual([]);
  connection.busy = true;
  vi.advanceTimersByTime(9_000);
  expect(connection.askedAt).toEqual([605_000]);
  expect(connection.abandonedAt).toEqual([609_000]);
});

test('a time in which the event loop of this process was blocked counts as two ticks', () => {
  connection.alive = false;
  remove = new SilenceWatch(LIMITS).add(connection);
  vi.advanceTimersByTime(5_000);
  expect(connection.askedAt).toHaveLength(1);
  const { now } = performance;
  const blocked = vi.spyOn(performance, 'now').mockImplementation(() => now.call(performance) + 60_000);
  vi.advanceTimersByTime(3_000);
  expect(connection.abandonedAt).toEqual([]);
  vi.advanceTimersByTime(500);
  expect(connection.abandonedAt).toHaveLength(1);
  blocked.mockRestore();
});

test('one timer serves all connections, and none runs when they are gone', () => {
  const watch = new SilenceWatch(LIMITS);
  const removals = Array.from({ length: 100 }, () => watch.add(new FakeConnection()));
  expect(vi.getTimerCount()).toBe(1);
  for (const each of removals) each();
  remove = () => undefined;
});
