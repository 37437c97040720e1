// The xDS client and server of @org/grpc-kit against control planes that others wrote: npm run e2e:xds

import { runInProcess } from '../../../packages/grpc-kit/test/xds/case-process.js';
import { cases } from '../../../packages/grpc-kit/test/xds/cases/all.js';
import { buildGo } from './go-program.js';

const total = { passed: 0, failed: 0, skipped: 0 };

console.log('go-control-plane (github.com/envoyproxy/go-control-plane)');
const built = buildGo('go');
for (const { name } of cases) {
  if ('reason' in built) {
    total.skipped++;
    console.log(`  SKIPPED ${name}: ${built.reason}`);
    continue;
  }
  const { passed, text } = await runInProcess(new URL('run-case.ts', import.meta.url), [name, built.binary]);
  total[passed ? 'passed' : 'failed']++;
  console.log(`  ${passed ? 'ok    ' : 'FAILED'} ${name}\n         ${text.replaceAll('\n', '\n         ')}`);
}

console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
