// Runs inside the namespaces that main.ts made; process 1 there, so its end is the end of every container.
import { parseArgs } from 'node:util';
import { allCases } from './cases/index.js';
import { Cluster } from './cluster.js';
import { type Counts, closingLine, runCases } from './run-cases.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', default: '' } },
});
const [scratch = ''] = positionals;
const cluster = new Cluster(scratch);
// Whoever started this is gone: nobody else will clean up.
process.on('disconnect', async () => {
  await cluster.close();
  process.exit(1);
});
const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
try {
  await runCases(
    allCases(cluster, scratch).filter(({ name }) => name.includes(values.only)),
    counts,
  );
} finally {
  await cluster.close();
}
console.log(`\n${closingLine(counts)}`);
process.exit(counts.failed > 0 ? 1 : 0);
