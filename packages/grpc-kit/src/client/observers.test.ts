import { expect, test } from 'vitest';
import type { KitEvent, Observer } from '../observe/observer.js';
import { allOf, eventLog } from './observers.js';

function logged(event: KitEvent): { level: string; fields: object; message: string } {
  const lines: { level: string; fields: object; message: string }[] = [];
  const log = (level: string) => (fields: object, message: string) => void lines.push({ level, fields, message });
  eventLog({ debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') }).event?.(event);
  return lines[0] as (typeof lines)[0];
}

const target = 'dns:///a:1';
const backend = '10.0.0.1:1';
const error = new Error('why');

test.each<[KitEvent, string, string]>([
  [{ kind: 'resolved', target, endpoints: 2, durationMs: 1 }, 'debug', 'resolved to 2 backends'],
  [{ kind: 'resolution_failed', target, error, durationMs: 1 }, 'warn', 'why'],
  [{ kind: 'backend_state', target, backend, from: 'idle', to: 'ready' }, 'debug', 'backend 10.0.0.1:1 is ready'],
  [{ kind: 'backend_state', target, backend, from: 'ready', to: undefined }, 'debug', 'backend 10.0.0.1:1 is gone'],
  [
    { kind: 'backend_state', target, backend, from: 'ready', to: 'unhealthy', error: 'it says NOT_SERVING' },
    'warn',
    'backend 10.0.0.1:1 is unhealthy: it says NOT_SERVING',
  ],
  [
    { kind: 'ejected', target, backend, reason: '5 calls in a row failed', until: 1 },
    'warn',
    'backend 10.0.0.1:1 is ejected by outlier detection: 5 calls in a row failed',
  ],
  [{ kind: 'unejected', target, backend }, 'info', 'backend 10.0.0.1:1 gets calls again'],
  [{ kind: 'tls_reloaded', side: 'client', serial: '01' }, 'info', 'client certificates were read again'],
  [{ kind: 'tls_rejected', side: 'client', error }, 'error', 'client certificates are kept as they were: why'],
  [{ kind: 'shed', method: '/a.B/C' }, 'info', 'shed'],
])('%o', (event, level, message) => {
  expect(logged(event)).toMatchObject({ level, message });
});

test('an error is logged where loggers look for it', () => {
  expect(logged({ kind: 'tls_rejected', side: 'client', error }).fields).toEqual({
    kind: 'tls_rejected',
    side: 'client',
    err: error,
  });
});

test('several observers are one, which has no method that none of them has', () => {
  const told: string[] = [];
  const one: Observer = { event: () => void told.push('one') };
  const other: Observer = { event: () => void told.push('other'), clientCallStarted: () => void told.push('call') };
  const all = allOf([one, other]);
  all.event?.({ kind: 'shed', method: '' });
  all.clientCallStarted?.('', '');
  expect(told).toEqual(['one', 'other', 'call']);
  expect(Object.keys(all).sort()).toEqual(['clientCallStarted', 'event']);
  expect(allOf([])).toEqual({});
});
