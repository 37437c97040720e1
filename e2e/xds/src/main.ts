// The xDS client and server of @org/grpc-kit against control planes that others wrote: npm run e2e:xds [go|istio]
import { runInProcess } from '../../../packages/grpc-kit/test/xds/case-process.js';
import { cases } from '../../../packages/grpc-kit/test/xds/cases/all.js';
import { buildGo } from './go-program.js';
import { istioCases } from './istio-cases.js';

/** A folder with a Go program, and what is shown against it. */
const suites = [
  { folder: 'go', title: 'go-control-plane (github.com/envoyproxy/go-control-plane)', cases },
  { folder: 'istio', title: "istiod's discovery server (istio.io/istio)", cases: istioCases },
];
const total = { passed: 0, failed: 0, skipped: 0 };
const program = new URL('run-case.ts', import.meta.url);
const [only] = process.argv.slice(2);

for (const { folder, title, cases: listed } of suites.filter((suite) => !only || suite.folder === only)) {
  console.log(title);
  const built = buildGo(folder);
  for (const { name } of listed) {
    if ('skipped' in built) {
      total.skipped++;
      console.log(`  SKIPPED ${name}: ${built.skipped}`);
      continue;
    }
    const { passed, text } =
      'failed' in built
        ? { passed: false, text: built.failed }
        : await runInProcess(program, [folder, built.binary, name]);
    total[passed ? 'passed' : 'failed']++;
    console.log(`  ${passed ? 'ok    ' : 'FAILED'} ${name}\n         ${text.replaceAll('\n', '\n         ')}`);
  }
}

console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
