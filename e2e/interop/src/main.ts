// The kit's client and server among foreign programs: npm run e2e:interop [SUITE …]; writes docs/interop.md when all ran.
import { writePage } from './page.js';
import { installPrograms } from './programs.js';
import type { Result, Section } from './suites/check.js';
import { connectionAge } from './suites/connection-age.js';
import { frozenBackend } from './suites/frozen-backend.js';
import { keepalive } from './suites/keepalive.js';
import { standardCases } from './suites/standard-cases.js';
import { tools } from './suites/tools.js';
import { xdsRoutes } from './suites/xds-routes.js';

const suites = { cases: standardCases, tools, xds: xdsRoutes, keepalive, frozen: frozenBackend, age: connectionAge };
const engine = process.env['GRPC_KIT_ENGINE'] ?? 'grpc-js';
const only = process.argv.slice(2);
const unknown = only.filter((name) => !(name in suites));
if (unknown.length > 0) throw new Error(`no suite ${unknown.join(', ')}; there are ${Object.keys(suites).join(', ')}`);

const total = { passed: 0, failed: 0, skipped: 0 };

function report({ name, skipped, failed, seen }: Result): void {
  const outcome = skipped ? 'skipped' : failed === undefined ? 'passed' : 'failed';
  total[outcome] += 1;
  const label = { passed: 'ok     ', failed: 'FAILED ', skipped: 'SKIPPED' }[outcome];
  console.log(`  ${label} ${name}${[failed, skipped, seen].map((text) => (text ? `: ${text}` : '')).join('')}`);
}

const programs = installPrograms();
const sections: Section[] = [];
for (const [name, run] of Object.entries(suites)) {
  if (only.length > 0 && !only.includes(name)) continue;
  const section = await run(programs);
  sections.push(section);
  console.log(section.title);
  for (const result of section.results) report(result);
}
if (only.length === 0) writePage(sections, engine);

console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
