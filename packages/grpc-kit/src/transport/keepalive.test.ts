import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Keepalive } from './keepalive.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A connection whose peer answers pings, or does not. */
function connection({ answers = true, waiting = true } = {}) {
  const subject = {
    lastReceivedAt: performance.now(),
    waiting,
    pings: 0,
    died: 0,
    ping: () => {
      subject.pings += 1;
      if (!answers) return;
      subject.lastReceivedAt = performance.now();
      keepalive.answered();
    },
    dead: () => {
      subject.died += 1;
    },
  };
  const keepalive = new Keepalive({ timeMs: 7_000, timeoutMs: 4_500 }, subject);
  keepalive.watch();
  return { subject, keepalive };
}

test('a dead peer is known for dead within both times', () => {
  const { subject } = connection({ answers: false });
  vi.advanceTimersByTime(6_999);
  expect(subject.pings).toBe(0);
  vi.advanceTimersByTime(1 + 4_500);
  expect(subject).toMatchObject({ pings: 1, died: 1 });
});

test('a peer that is only slow is pinged twice, then at the pace of five minutes', () => {
  const { subject } = connection();
  vi.advanceTimersByTime(60_000);
  expect(subject.pings).toBe(2);
  vi.advanceTimersByTime(260_000);
  expect(subject.pings).toBe(3);
  expect(subject.died).toBe(0);
});

test('what the peer sends gives both pings back', () => {
  const { subject, keepalive } = connection();
  vi.advanceTimersByTime(30_000);
  subject.lastReceivedAt = performance.now();
  keepalive.heard();
  vi.advanceTimersByTime(330_000);
  expect(subject.pings).toBe(5);
});

test('nobody waits: no ping, and no timer', () => {
  const { subject } = connection({ waiting: false });
  vi.advanceTimersByTime(600_000);
  expect(subject.pings).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});
