// The scenario runner: `npm run scenarios [-- --only 3,7 --subjects kit,plain --json FILE --markdown FILE --docs]`:
// --docs writes the table of docs/resilience.md.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { machine, replaceSection } from '../documents.js';
import { crowd } from './cases/crowd.js';
import { coldBurst, fairness } from './cases/fairness.js';
import { leavingServer } from './cases/leaving.js';
import { lateName, silentDns } from './cases/names.js';
import { pushedScaleUp } from './cases/pushed.js';
import { rotatedCertificates } from './cases/rotation.js';
import { gracefulScaleDown, killedScaleDown, rollingReplace, scaleUp } from './cases/scaling.js';
import { hungBackend, idleBlackhole, notServing } from './cases/sickness.js';
import { markdownTable, type Result } from './report.js';
import type { Scenario } from './scenario.js';
import type { SubjectName } from './subjects/subject.js';

const scenarios: readonly Scenario[] = [
  fairness,
  coldBurst,
  scaleUp,
  pushedScaleUp,
  gracefulScaleDown,
  killedScaleDown,
  rollingReplace,
  hungBackend,
  notServing,
  silentDns,
  lateName,
  idleBlackhole,
  leavingServer,
  rotatedCertificates,
  crowd,
].sort((a, b) => a.number - b.number);

const SUBJECTS: readonly SubjectName[] = ['kit', 'plain', 'nice'];

function usage(problem: string): never {
  console.error(`scenarios: ${problem}`);
  process.exit(2);
}

function options() {
  try {
    return parseArgs({
      options: {
        only: { type: 'string' },
        subjects: { type: 'string', default: SUBJECTS.join(',') },
        json: { type: 'string' },
        markdown: { type: 'string' },
        docs: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return usage((error as Error).message);
  }
}

const { only, subjects: subjectList, json, markdown, docs } = options();
const subjects = subjectList
  .split(',')
  .map(
    (name) =>
      SUBJECTS.find((known) => known === name) ?? usage(`--subjects takes ${SUBJECTS.join(', ')}, not "${name}"`),
  );
const chosen = only
  ? only
      .split(',')
      .map(
        (text) =>
          scenarios.find(({ number }) => String(number) === text.trim()) ??
          usage(`--only takes ${scenarios.map(({ number }) => number).join(', ')}, not "${text}"`),
      )
  : scenarios;

const results: Result[] = [];
for (const scenario of chosen) {
  console.log(`\n${scenario.number}. ${scenario.title}\n   goal: ${scenario.goal}`);
  const outcomes = await scenario.run(scenario.subjects?.filter((name) => subjects.includes(name)) ?? subjects);
  for (const [subject, { reached, seen }] of outcomes)
    console.log(`   ${subject.padEnd(6)} ${reached ? 'reached' : 'missed '}  ${seen}`);
  results.push({
    number: scenario.number,
    title: scenario.title,
    goal: scenario.goal,
    outcomes: Object.fromEntries(outcomes),
  });
}

if (json)
  writeFileSync(json, `${JSON.stringify({ machine: machine(), date: new Date().toISOString(), results }, null, 2)}\n`);
const table = markdownTable(results, subjects);
if (markdown) writeFileSync(markdown, table);
if (docs) replaceSection('resilience.md', 'scenarios', `${machine()}.\n\n${table}`);
const missed = results.filter(({ outcomes }) => outcomes['kit'] && !outcomes['kit'].reached);
console.log(
  `\n${machine()}\nThe kit reached its goal in ${results.length - missed.length} of ${results.length} scenarios.`,
);
process.exitCode = missed.length > 0 ? 1 : 0;
