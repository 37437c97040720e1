import { spawn } from 'node:child_process';
import type { Scenario } from './scenarios.js';

const NOT_RUN = 3;
type Outcome = 'passed' | 'failed' | 'skipped';

/**
 * Runs the scenarios one after the other against the cluster of KUBECONFIG; without one, says why each is skipped.
 * CLUSTER_NAMESPACE and CLUSTER_RELEASE name the release. Closes with `N passed, N failed, N skipped`.
 * @returns the exit code: 1 when a scenario failed.
 */
export async function runScenarios(
  scenarios: readonly Scenario[],
  env: NodeJS.ProcessEnv,
  print: (line: string) => void,
): Promise<number> {
  const counts: Record<Outcome, number> = { passed: 0, failed: 0, skipped: 0 };
  for (const scenario of scenarios) {
    print(`\n=== ${scenario.name}: ${scenario.about}`);
    const outcome = await runOne(scenario, env, print);
    counts[outcome]++;
    print(`=== ${scenario.name}: ${outcome}`);
  }
  print(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  return counts.failed > 0 ? 1 : 0;
}

async function runOne({ script }: Scenario, env: NodeJS.ProcessEnv, print: (line: string) => void): Promise<Outcome> {
  const { KUBECONFIG, CLUSTER_NAMESPACE, CLUSTER_RELEASE } = env;
  if (!KUBECONFIG) {
    print(
      'not run: KUBECONFIG is not set; `npm run kind:up` makes a cluster and prints one, any other cluster will do',
    );
    return 'skipped';
  }
  const options = [
    ...['--kubeconfig', KUBECONFIG],
    ...(CLUSTER_NAMESPACE ? ['--namespace', CLUSTER_NAMESPACE] : []),
    ...(CLUSTER_RELEASE ? ['--release', CLUSTER_RELEASE] : []),
  ];
  const code = await new Promise<number | null>((resolve, reject) => {
    spawn('bash', [script, ...options], { stdio: 'inherit', env })
      .once('error', reject)
      .once('exit', resolve);
  });
  if (code === NOT_RUN) return 'skipped';
  return code === 0 ? 'passed' : 'failed';
}
