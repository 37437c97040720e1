import { Chart } from './chart.js';
import { byId, setText } from './dom.js';
import { milliseconds, short } from './format.js';
import type { History } from './history.js';
import { colorOf, themed } from './palette.js';

/** Both charts, and the sentences that stand for them. */
export function createCharts(): (history: History) => void {
  const calls = new Chart(byId('calls', HTMLDivElement), 'calls per second');
  const latency = new Chart(byId('latency', HTMLDivElement), 'ms');
  const callsSummary = byId('calls-summary', HTMLParagraphElement);
  const latencySummary = byId('latency-summary', HTMLParagraphElement);

  return (history) => {
    const { points, times, servers } = history;
    // Areas are painted one over the other: the sum of all first, the first server's last.
    const stacked = servers.map((_, index) =>
      points.map(({ byServer }) =>
        servers.slice(0, index + 1).reduce((sum, server) => sum + (byServer.get(server) ?? 0), 0),
      ),
    );
    const series = servers.map((server) => ({ label: server, color: colorOf(server), filled: true }));
    calls.draw(times, series.reverse(), stacked.reverse());
    latency.draw(
      times,
      [
        { label: 'p99', color: themed('--warn'), filled: false },
        { label: 'p50', color: themed('--accent'), filled: false },
      ],
      [points.map(({ p99Ms }) => p99Ms), points.map(({ p50Ms }) => p50Ms)],
    );
    const last = points.at(-1);
    if (!last) return;
    setText(callsSummary, `${short(last.callsPerSecond)} calls per second over ${last.byServer.size} servers.`);
    setText(latencySummary, `p50 ${milliseconds(last.p50Ms)}, p99 ${milliseconds(last.p99Ms)}.`);
  };
}
