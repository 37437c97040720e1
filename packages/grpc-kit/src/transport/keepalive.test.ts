import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Keepalive } from './keepalive.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A connection whose peer answers, or does not. */
function connection({ answers = true, waiting = true, whileIdle = false } = {}) {
  const subject = {
    lastReceivedAt: performance.now(),
    waiting,
    questions: 0,
    died: 0,
    ask: () => {
      subject.questions += 1;
      if (answers) subject.lastReceivedAt = performance.now();
    },
    dead: () => {
      subject.died += 1;
    },
  };
  const keepalive = new Keepalive({ timeMs: 5_000, timeoutMs: 4_000, whileIdle }, subject);
  keepalive.watch();
  return { subject, keepalive };
}

test('a dead peer is known for dead within both times', () => {
  const { subject } = connection({ answers: false });
  vi.advanceTimersByTime(4_999);
  expect(subject.questions).toBe(0);
  vi.advanceTimersByTime(8_999);
  expect(subject).toMatchObject({ questions: 1, died: 1 });
});

test('a slow peer is asked again and again, and lives', () => {
  const { subject } = connection();
  vi.advanceTimersByTime(60_000);
  expect(subject.questions).toBeGreaterThan(5);
  expect(subject.died).toBe(0);
});

test('a peer that speaks is not asked', () => {
  const { subject } = connection();
  for (let second = 0; second < 60; second++) {
    subject.lastReceivedAt = performance.now();
    vi.advanceTimersByTime(1_000);
  }
  expect(subject.questions).toBe(0);
});

test('without calls nobody is asked and no timer runs, unless idle peers are watched too', () => {
  const { subject } = connection({ waiting: false });
  vi.advanceTimersByTime(600_000);
  expect(subject.questions).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
  const idle = connection({ waiting: false, whileIdle: true, answers: false });
  vi.advanceTimersByTime(9_100);
  expect(idle.subject.died).toBe(1);
});
