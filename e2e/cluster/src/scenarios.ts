import { fileURLToPath } from 'node:url';

/** One script of examples/kind: exit code 0 passed, 3 not run, anything else failed. */
export interface Scenario {
  readonly name: string;
  readonly script: string;
  /** What it shows. */
  readonly about: string;
}

function scenario(name: string, about: string): Scenario {
  return { name, about, script: fileURLToPath(new URL(`../../../examples/kind/${name}.sh`, import.meta.url)) };
}

/** What is shown on a real cluster, in the order in which it is; each leaves the release as it found it. */
export const scenarios: readonly Scenario[] = [
  scenario('lb', 'calls are spread over all pods'),
  scenario('netpol', 'a stranger cannot call the server'),
  scenario('debug', 'a restricted ephemeral container sees the hardening'),
  scenario('rollout', 'every pod is replaced, no call fails'),
  scenario('secret', 'the signing key rotates, no pod restarts'),
  scenario('scale', 'the autoscaler adds pods, and they get calls'),
  scenario('k8s', 'with discovery k8s a new pod gets calls at once'),
];
