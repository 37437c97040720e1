// `npm run bench [-- --only calls,features,latency,servers,profile,start,libraries,scale] [--rounds 7]
// [--workloads TEXT] [--subjects a;b] [--json FILE] [--dry-run]`: measures, prints, and writes the tables of
// docs/performance.md and docs/scaling.md.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { COMPARED, type SubjectName } from './calls/subjects/index.js';
import { machine, replaceSection } from './documents.js';
import { parts } from './parts.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(parts).join(',') },
    rounds: { type: 'string', default: '7' },
    workloads: { type: 'string', default: '' },
    subjects: { type: 'string', default: COMPARED.join(';') },
    json: { type: 'string' },
    'dry-run': { type: 'boolean', default: false },
  },
});
const options = {
  rounds: Number(values.rounds),
  workloads: values.workloads,
  subjects: values.subjects.split(';') as SubjectName[],
  progress: (line: string) => console.error(`  ${line}`),
};
const names = values.only.split(',');
const unknown = names.find((name) => !parts[name]);
if (unknown !== undefined || !(options.rounds >= 1)) {
  const wrong = unknown === undefined ? `--rounds ${values.rounds}` : `--only ${unknown}`;
  console.error(`bench: ${wrong}; parts are ${Object.keys(parts).join(', ')}, rounds a number from 1`);
  process.exit(2);
}

const report: Record<string, unknown> = { machine: machine(), date: new Date().toISOString(), rounds: options.rounds };
for (const name of names) {
  const part = parts[name];
  if (!part) continue;
  console.error(name);
  const { figures, tables } = await part.measure(options);
  report[name] = figures;
  console.log(`\n${tables}`);
  if (!values['dry-run']) replaceSection(part.page, name, `${machine()}; ${today()}.\n\n${tables}`);
}
if (values.json) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
