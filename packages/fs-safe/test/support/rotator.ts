/** Rotates the pair of files in a volume as often per second as told, and prints a line when it has begun. */
import { rotate } from './volume.js';

const [volume = '', perSecond = '500'] = process.argv.slice(2);
const start = performance.now();
let rotations = 0;
process.on('SIGTERM', () => {
  console.log(Math.round(rotations / ((performance.now() - start) / 1_000)));
  process.exit(0);
});
console.log('rotating');
setInterval(() => {
  // A busy machine delays timers; what was missed is made up for.
  const due = ((performance.now() - start) / 1_000) * Number(perSecond);
  for (let burst = 0; rotations < due && burst < 20; burst++) {
    rotations++;
    rotate(volume, { left: `${rotations}`, right: `${rotations}` });
  }
}, 1);
