import { expect, test } from 'vitest';
import { FakeClock } from '../../test/discovery/fake-clock.js';
import { listening } from '../../test/discovery/heard.js';
import { type Found, type Look, type PollingOptions, pollingSource } from './polling-source.js';

const a: Found = { endpoints: [{ address: '127.0.0.1', port: 1 }] };
const b: Found = { endpoints: [{ address: '127.0.0.2', port: 1 }] };

/** A source whose look-ups answer with `answer`, on a clock without jitter, and the times it looked. */
function polling(answer: () => Found | Error | Promise<Found>, options: Partial<PollingOptions> = {}) {
  const clock = new FakeClock();
  const looks: number[] = [];
  const signals: AbortSignal[] = [];
  const look: Look = async (signal) => {
    looks.push(clock.now());
    signals.push(signal);
    const found = await answer();
    if (found instanceof Error) throw found;
    return found;
  };
  const source = pollingSource(look, {
    target: 'test:///x',
    refreshMs: 10_000,
    minIntervalMs: 1_000,
    clock,
    random: () => 0.5,
    ...options,
  });
  return { clock, looks, signals, source, heard: listening() };
}

test('looks at once, then at the refresh interval; never tells from within start', async () => {
  const { clock, looks, source, heard } = polling(() => a);
  source.start(heard);
  expect(heard.lists).toEqual([]);
  await clock.advance(30_000);
  expect(looks).toEqual([0, 10_000, 20_000, 30_000]);
  expect(heard.last).toEqual(['127.0.0.1:1']);
});

test.each([
  [0, 9_000],
  [0.999_999, 11_000],
])('the interval is jittered by a tenth (%d)', async (random, expected) => {
  const { clock, looks, source, heard } = polling(() => a, { random: () => random });
  source.start(heard);
  await clock.advance(12_000);
  expect(looks[1]).toBeCloseTo(expected, 0);
});

test('a loss is looked after at once, and for a while at a growing pace', async () => {
  const { clock, looks, source, heard } = polling(() => a);
  source.start(heard);
  await clock.advance(5_000);
  source.refresh();
  await clock.advance(40_000);
  expect(looks).toEqual([0, 5_000, 6_000, 8_000, 12_000, 20_000, 30_000, 40_000]);
});

test('a storm of losses costs one look-up in each least interval', async () => {
  const { clock, looks, source, heard } = polling(() => a);
  source.start(heard);
  await clock.advance(300);
  for (let times = 0; times < 100; times++) source.refresh();
  await clock.advance(0);
  expect(looks).toEqual([0]);
  await clock.advance(999);
  for (let times = 0; times < 100; times++) source.refresh();
  expect(looks).toEqual([0, 1_000]);
});

test('news end the hurry', async () => {
  let answer = a;
  const { clock, looks, source, heard } = polling(() => answer);
  source.start(heard);
  await clock.advance(5_000);
  source.refresh();
  await clock.advance(500);
  answer = b;
  await clock.advance(20_000);
  expect(looks).toEqual([0, 5_000, 6_000, 16_000]);
  expect(heard.last).toEqual(['127.0.0.2:1']);
});

test('without a list it looks at the least interval until there is one', async () => {
  let answer: Found | Error = new Error('gone');
  const { clock, looks, source, heard } = polling(() => answer);
  source.start(heard);
  await clock.advance(4_500);
  expect(looks).toEqual([0, 1_000, 2_000, 3_000, 4_000]);
  expect(heard.errors).toHaveLength(5);
  answer = a;
  await clock.advance(11_000);
  expect(looks.slice(5)).toEqual([5_000, 15_000]);
});

test('with a list it slows down while look-ups fail, and errors replace nothing', async () => {
  let answer: Found | Error = a;
  const { clock, looks, source, heard } = polling(() => answer);
  source.start(heard);
  await clock.advance(9_000);
  answer = new Error('gone');
  await clock.advance(40_000);
  expect(looks).toEqual([0, 10_000, 11_000, 13_000, 17_000, 25_000, 35_000, 45_000]);
  expect(heard.lists).toHaveLength(1);
});

test('a TTL below the interval looks sooner, but not below the floor', async () => {
  let ttlMs = 4_000;
  const { clock, looks, source, heard } = polling(() => ({ ...a, ttlMs }));
  source.start(heard);
  await clock.advance(4_000);
  ttlMs = 0;
  await clock.advance(5_000);
  expect(looks).toEqual([0, 4_000, 8_000, 9_000]);
  ttlMs = 60_000;
  await clock.advance(20_000);
  expect(looks.slice(4)).toEqual([10_000, 20_000]);
});

test('a refresh during a look-up is answered by another one', async () => {
  const answers: ((found: Found) => void)[] = [];
  const { clock, looks, source, heard } = polling(() => new Promise((resolve) => answers.push(resolve)));
  source.start(heard);
  await clock.advance(200);
  source.refresh();
  source.refresh();
  await clock.advance(100);
  answers[0]?.(a);
  await clock.advance(2_000);
  expect(looks).toEqual([0, 1_000]);
});

test('answers that come after close are dropped, also in the next life', async () => {
  const answers: ((found: Found) => void)[] = [];
  const { clock, signals, source, heard } = polling(() => new Promise((resolve) => answers.push(resolve)));
  source.start(heard);
  await clock.advance(1);
  source.close();
  expect(signals[0]?.aborted).toBe(true);
  source.start(heard);
  await clock.advance(1);
  answers[0]?.(a);
  await clock.advance(1);
  expect(heard.lists).toEqual([]);
  answers[1]?.(b);
  await clock.advance(1);
  expect(heard.lists).toEqual([['127.0.0.2:1']]);
  source.close();
  expect(clock.pending).toBe(0);
});

test('a slow look-up is told as an error and still counts when it answers; nothing is asked twice', async () => {
  const answers: ((found: Found) => void)[] = [];
  const { clock, looks, source, heard } = polling(() => new Promise((resolve) => answers.push(resolve)));
  source.start(heard);
  await clock.advance(60_000);
  expect(looks).toEqual([0]);
  expect(heard.errors.map(String)).toEqual([
    'GrpcKitError: target test:///x: the look-up has not been answered for 5 s',
  ]);
  answers[0]?.(a);
  await clock.advance(1);
  expect(heard.last).toEqual(['127.0.0.1:1']);
});

test('may be closed and refreshed from within what it tells', async () => {
  const { clock, looks, source } = polling(() => a);
  source.start({ endpoints: () => source.refresh(), error: () => undefined });
  await clock.advance(3_000);
  expect(looks).toEqual([0, 1_000, 2_000, 3_000]);
  source.close();
  source.start({ endpoints: () => source.close(), error: () => undefined });
  await clock.advance(30_000);
  expect(looks).toHaveLength(5);
  expect(clock.pending).toBe(0);
});

test('close and refresh without a life do nothing', async () => {
  const { clock, looks, source } = polling(() => a);
  source.refresh();
  source.close();
  await clock.advance(20_000);
  expect(looks).toEqual([]);
});
