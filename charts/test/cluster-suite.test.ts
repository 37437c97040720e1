import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runScenarios } from '../../e2e/cluster/src/run.js';
import { type Scenario, scenarios } from '../../e2e/cluster/src/scenarios.js';
import { run } from './support/tools.js';

const directory = mkdtempSync(join(tmpdir(), 'cluster-'));
afterAll(() => rmSync(directory, { recursive: true }));

function scripted(name: string, body: string): Scenario {
  const script = join(directory, `${name}.sh`);
  writeFileSync(script, body);
  return { name, script, about: name };
}

async function suite(cases: readonly Scenario[], env: NodeJS.ProcessEnv): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  return { code: await runScenarios(cases, { PATH: process.env['PATH'], ...env }, (line) => lines.push(line)), lines };
}

test('without a cluster every scenario is skipped, with the reason', async () => {
  const { code, lines } = await suite(scenarios, {});
  expect(lines.filter((line) => line.startsWith('not run: KUBECONFIG is not set'))).toHaveLength(scenarios.length);
  expect(lines.at(-1)).toBe(`\n0 passed, 0 failed, ${scenarios.length} skipped`);
  expect(code).toBe(0);
});

test('exit codes are verdicts, and a failure is never lost', async () => {
  const cases = [
    scripted('good', 'exit 0'),
    scripted('bad', 'exit 1'),
    scripted('absent', 'exit 3'),
    scripted('killed', 'kill -9 $$'),
  ];
  const { code, lines } = await suite(cases, { KUBECONFIG: '/some/config' });
  expect(lines.filter((line) => /^=== \w+: (passed|failed|skipped)$/.test(line))).toEqual([
    '=== good: passed',
    '=== bad: failed',
    '=== absent: skipped',
    '=== killed: failed',
  ]);
  expect(lines.at(-1)).toBe('\n1 passed, 2 failed, 1 skipped');
  expect(code).toBe(1);
});

test('scripts are told which cluster and release', async () => {
  const seen = join(directory, 'seen');
  const env = { KUBECONFIG: '/some/config', CLUSTER_NAMESPACE: 'apps', CLUSTER_RELEASE: 'mine' };
  const { code } = await suite([scripted('tell', `echo "$*" >${seen}`)], env);
  expect((await run('cat', [seen])).stdout).toBe('--kubeconfig /some/config --namespace apps --release mine\n');
  expect(code).toBe(0);
});

test('every scenario has its script', async () => {
  for (const { script } of scenarios) expect((await run('bash', ['-n', script])).code).toBe(0);
});
