// `npm run bench [-- --only calls,start,scale] [--rounds 7] [--workloads TEXT] [--subjects a;b] [--json FILE] [--dry-run]`:
// measures, prints, and writes the tables of docs/performance.md and docs/scaling.md.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { measureCalls } from './calls/measure-calls.js';
import { callTables } from './calls/report.js';
import { type SubjectName, subjects } from './calls/subjects/index.js';
import { workloads } from './calls/workload.js';
import { machine, replaceSection } from './documents.js';
import { endProgram, startProgram } from './processes.js';
import { measureScale, SCALES, scaleTable } from './scale/measure-scale.js';
import { measureFirstReply, measureImports, requireBuilt } from './start/measure-start.js';
import { firstReplyTable, importTable } from './start/report.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'calls,start,scale' },
    rounds: { type: 'string', default: '7' },
    workloads: { type: 'string', default: '' },
    subjects: { type: 'string', default: Object.keys(subjects).join(';') },
    json: { type: 'string' },
    'dry-run': { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const progress = (line: string): void => console.error(line);

/** What each part measures, and the section of which page its table replaces. */
const parts = {
  calls: {
    page: 'performance.md',
    measure: async () => {
      const measurements = await measureCalls({
        rounds,
        workloads: workloads.filter(({ name }) => name.includes(values.workloads)),
        subjects: values.subjects.split(';') as SubjectName[],
        progress,
      });
      return { figures: measurements, table: callTables(measurements) };
    },
  },
  start: {
    page: 'performance.md',
    measure: async () => {
      requireBuilt();
      const imports = await measureImports(rounds);
      const server = await startProgram(new URL('calls/server-process.ts', import.meta.url));
      const replies = await measureFirstReply(`127.0.0.1:${server.greeting}`, rounds);
      await endProgram(server.child);
      const table = `${importTable(imports)}\n\n${firstReplyTable(replies)}`;
      return { figures: { imports, replies: Object.fromEntries(replies) }, table };
    },
  },
  scale: {
    page: 'scaling.md',
    measure: async () => {
      const costs = await measureScale(SCALES);
      return { figures: costs, table: scaleTable(costs) };
    },
  },
};

const report: Record<string, unknown> = { machine: machine(), date: new Date().toISOString() };
for (const name of values.only.split(',')) {
  const part = parts[name as keyof typeof parts];
  if (!part) {
    console.error(`bench: --only takes ${Object.keys(parts).join(', ')}, not "${name}"`);
    process.exit(2);
  }
  progress(name);
  const { figures, table } = await part.measure();
  report[name] = figures;
  console.log(`\n${table}`);
  if (!values['dry-run']) replaceSection(part.page, name, `${machine()}.\n\n${table}`);
}
if (values.json) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
