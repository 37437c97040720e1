// Cost per call, side by side: `npx tsx src/calls/main.ts [--rounds 7] [--only TEXT] [--subjects a;b] [--json FILE]`.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { measureCalls } from './measure-calls.js';
import { callTables } from './report.js';
import { type SubjectName, subjects } from './subjects/index.js';
import { workloads } from './workload.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    only: { type: 'string', default: '' },
    subjects: { type: 'string', default: Object.keys(subjects).join(';') },
    json: { type: 'string' },
  },
});
const measurements = await measureCalls({
  rounds: Number(values.rounds),
  workloads: workloads.filter(({ name }) => name.includes(values.only)),
  subjects: values.subjects.split(';') as SubjectName[],
  progress: (line) => console.error(line),
});
console.log(callTables(measurements));
if (values.json) writeFileSync(values.json, `${JSON.stringify(measurements, null, 2)}\n`);
