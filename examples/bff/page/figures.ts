import type { Tick } from '../src/view.js';
import { byId, setText } from './dom.js';
import { milliseconds, short } from './format.js';
import type { History } from './history.js';

/** The row of figures on top. */
export function createFigures(): (history: History, tick: Tick) => void {
  const output = (id: string): HTMLOutputElement => byId(id, HTMLOutputElement);
  const [rate, failures, p50, p99, key] = [
    output('rate'),
    output('failures'),
    output('p50'),
    output('p99'),
    output('key'),
  ];
  // Announced twice a second they would drown everything else.
  for (const each of [rate, failures, p50, p99, key]) each.setAttribute('aria-live', 'off');

  return (history, { backends }) => {
    const last = history.points.at(-1);
    if (!last) return;
    setText(rate, short(last.callsPerSecond));
    setText(failures, String(history.failures));
    failures.classList.toggle('bad', history.failures > 0);
    setText(p50, milliseconds(last.p50Ms));
    setText(p99, milliseconds(last.p99Ms));
    const keys = [...new Set(backends.map(({ keyId }) => keyId).filter((id) => id !== ''))];
    setText(key, keys.length === 0 ? '–' : keys.join(' '));
  };
}
