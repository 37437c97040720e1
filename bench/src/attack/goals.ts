import type { Outcome } from './under-attack.js';

const TIMES_AT_REST = 10;
const STALL_MS = 100;
const GROWN_BYTES = 64 * 2 ** 20;

/** Which goals were missed, in words; none when the server stood it. */
export function missedGoals({ before, during, after, stallMs, grownBytes }: Outcome): string[] {
  const slow = TIMES_AT_REST * before.p99Ms;
  return [
    during.served < during.calls && `${during.calls - during.served} of ${during.calls} good calls failed`,
    during.p99Ms > slow && `p99 ${ms(during.p99Ms)}, at rest ${ms(before.p99Ms)}`,
    stallMs > STALL_MS && `event loop stood for ${ms(stallMs)}`,
    grownBytes > GROWN_BYTES && `grew by ${Math.round(grownBytes / 2 ** 20)} MiB`,
    (after.served < after.calls || after.p99Ms > slow) &&
      `afterwards ${after.served} of ${after.calls} served, p99 ${ms(after.p99Ms)}`,
  ].filter((missed) => missed !== false);
}

/** The same outcome as figures. */
export function figures({ before, during, stallMs, grownBytes, cut }: Outcome): string {
  const served = `${during.served}/${during.calls}`;
  return `${served} good calls, p99 ${ms(before.p99Ms)} → ${ms(during.p99Ms)}, stall ${ms(stallMs)}, +${Math.round(grownBytes / 2 ** 20)} MiB, ${cut} cut`;
}

function ms(value: number): string {
  return Number.isFinite(value) ? `${value.toFixed(value < 10 ? 1 : 0)} ms` : 'never';
}
