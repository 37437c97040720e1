// The soak: `npm run soak [-- --calls 20000 --minutes 3]`. Exit code 1 when a promise was broken.
import { parseArgs } from 'node:util';
import { soak } from './soak.js';

const HEAP_GROWTH = 1.1;

const { values } = parseArgs({
  options: { calls: { type: 'string', default: '20000' }, minutes: { type: 'string', default: '3' } },
});
const [calls, minutes] = [Number(values.calls), Number(values.minutes)];
if (!(calls >= 1_000 && minutes >= 0)) {
  console.error('soak: --calls takes a number from 1000, --minutes one from 0');
  process.exit(2);
}
const result = await soak({ calls, disturbedMs: minutes * 60_000 });
console.log(JSON.stringify(result, null, 2));
const { unsettled, repeated, late, failed, listeners, resources, heap } = result;
const broken =
  unsettled + repeated + late + failed + listeners + resources.length > 0 || heap[1] > heap[0] * HEAP_GROWTH;
process.exitCode = broken ? 1 : 0;
