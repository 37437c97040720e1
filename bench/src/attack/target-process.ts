// The server under attack, in a process of its own: SUBJECT. Each message is answered with what it went through since the last.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type TargetName, targets } from './targets.js';

/** What a server went through. */
export interface Strain {
  /** The longest time in which the event loop did nothing else, in ms. */
  readonly stallMs: number;
  /** The largest resident set, in bytes. */
  readonly rss: number;
}

const RESOLUTION_MS = 10;
const SAMPLE_MS = 20;
const port = await targets[process.env['SUBJECT'] as TargetName]('127.0.0.1');
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();
let rss = 0;
setInterval(() => {
  rss = Math.max(rss, process.memoryUsage.rss());
}, SAMPLE_MS);

process.on('message', () => {
  // The histogram counts the interval of its own timer too.
  const stallMs = Math.max(0, delay.max / 1e6 - RESOLUTION_MS);
  const strain: Strain = { stallMs, rss: Math.max(rss, process.memoryUsage.rss()) };
  delay.reset();
  rss = 0;
  process.send?.(strain);
});
process.on('disconnect', () => process.exit(0));
process.send?.(port);
