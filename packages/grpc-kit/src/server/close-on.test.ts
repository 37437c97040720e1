import { until } from '@org/testing';
import { expect, test, vi } from 'vitest';
import { memoryLogger } from '../../test/server/memory-logger.js';
import { closeOnSignals } from './close-on.js';
import type { CloseReport } from './leave.js';

const report: CloseReport = { cut: [], forced: false, elapsedMs: 1 };

function subject(options: Parameters<typeof closeOnSignals>[2]) {
  const log = memoryLogger();
  const done: string[] = [];
  let finish = (_report: CloseReport): void => {};
  const closable = {
    close: () => {
      done.push('close');
      return new Promise<CloseReport>((resolve) => {
        finish = resolve;
      });
    },
    force: () => void done.push('force'),
  };
  const subscription = closeOnSignals(closable, ['SIGUSR2'], options, log);
  const signal = (): boolean => process.emit('SIGUSR2', 'SIGUSR2');
  return { log, done, subscription, signal, finish: () => finish(report) };
}

test('closes at the first signal, forces at the second, then listens no more', async () => {
  const seen: CloseReport[] = [];
  const { log, done, subscription, signal, finish } = subject({
    exit: false,
    onClosed: (closed) => void seen.push(closed),
  });
  signal();
  signal();
  expect(done).toEqual(['close', 'force']);
  finish();
  expect(await subscription.closed).toBe(report);
  expect(seen).toEqual([report]);
  expect(log.lines.map(({ message }) => message)).toEqual(['signal received', 'second signal: not waiting any longer']);
  expect(process.listenerCount('SIGUSR2')).toBe(0);
});

test('an onClosed that hangs ends at its limit, and at the second signal', async () => {
  for (const byTime of [true, false]) {
    const { log, subscription, signal, finish } = subject({
      exit: false,
      onClosedTimeoutMs: byTime ? 20 : 60_000,
      onClosed: () => new Promise(() => {}),
    });
    signal();
    finish();
    if (!byTime) setTimeout(signal, 20);
    expect(await subscription.closed).toBe(report);
    expect(log.lines.at(-1)).toMatchObject({ level: 'error', message: 'closing what the server used failed' });
    expect(process.exitCode).toBe(1);
    process.exitCode = undefined;
  }
  expect(() => subject({ onClosedTimeoutMs: -1 })).toThrow(expect.objectContaining({ code: 'ERR_POLICY_INVALID' }));
});

test('can be disposed of before any signal', () => {
  const { subscription } = subject({});
  expect(process.listenerCount('SIGUSR2')).toBe(1);
  subscription[Symbol.dispose]();
  expect(process.listenerCount('SIGUSR2')).toBe(0);
});

test('a failure of onClosed is logged and becomes the exit code', async () => {
  const { log, subscription, signal, finish } = subject({
    exit: false,
    onClosed: () => Promise.reject(new Error('database stuck')),
  });
  signal();
  finish();
  await subscription.closed;
  expect(log.lines.at(-1)).toMatchObject({ level: 'error', fields: { err: new Error('database stuck') } });
  expect(process.exitCode).toBe(1);
  process.exitCode = undefined;
});

test('ends the process when something else keeps it alive', async () => {
  vi.useFakeTimers();
  const exit = vi.spyOn(process, 'exit').mockImplementation((() => undefined) as never);
  const { log, subscription, signal, finish } = subject({});
  signal();
  finish();
  await subscription.closed;
  vi.advanceTimersByTime(1_000);
  vi.useRealTimers();
  await until('the exit', () => exit.mock.calls.length === 1);
  expect(log.lines.at(-1)?.message).toBe('something keeps the process alive: exiting');
  exit.mockRestore();
});
