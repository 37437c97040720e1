import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { podSecurityViolations } from './support/pod-security.js';
import { environmentOf, find, parseManifests, podSpec } from './support/render.js';
import { chart, charts, helm, run, tool } from './support/tools.js';

const folder = join(charts, '..', 'examples', 'kind');
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
const cluster = parse(read('cluster.yaml'));

async function release() {
  const { stdout, stderr } = await helm(
    'template',
    'demo',
    chart,
    '--namespace',
    'greeter',
    '--values',
    join(folder, 'values.yaml'),
  );
  expect(stderr).toBe('');
  return parseManifests(stdout);
}

test('the cluster opens the port at which the page is, on this machine alone', async () => {
  const [service] = find(await release(), 'Service', 'demo-bff')['spec'].ports;
  expect(cluster.nodes[0].extraPortMappings).toEqual([
    { containerPort: service.nodePort, hostPort: 8080, listenAddress: '127.0.0.1' },
  ]);
  expect(read('up.sh')).toContain('http://127.0.0.1:8080/');
});

test('its nodes are of one pinned image, two of them workers', () => {
  const images = new Set(cluster.nodes.map(({ image }: { image: string }) => image));
  expect([...images]).toEqual([expect.stringMatching(/^kindest\/node:v1\.\d+\.\d+@sha256:[0-9a-f]{64}$/)]);
  expect(cluster.nodes.filter(({ role }: { role: string }) => role === 'worker')).toHaveLength(2);
});

test('the release mounts the Secret that up.sh makes, with the file that the server reads', async () => {
  const { stdout } = await run('bash', [join(folder, 'lib', 'signing-key.sh')]);
  const secret = JSON.parse(stdout);
  expect(Buffer.from(secret.data['signing-key'], 'base64')).toHaveLength(32);
  const deployment = find(await release(), 'Deployment', 'demo-greeter-server');
  expect(JSON.stringify(podSpec(deployment).volumes)).toContain(`"secret":{"name":"${secret.metadata.name}"}`);
  expect(environmentOf(deployment)).toHaveProperty('SIGNING_KEY_DIR');
  const again = await run('bash', [join(folder, 'lib', 'signing-key.sh')]);
  expect(again.stdout).not.toBe(stdout);
});

test('pods of the scenarios are as hardened as those of the release, and bear its labels only to test it', async () => {
  const bff = JSON.stringify(find(await release(), 'Deployment', 'demo-bff'));
  const pod = async (component: string) => {
    const args = [
      join(folder, 'lib', 'pod.mjs'),
      'probe',
      component,
      'demo',
      join(folder, 'lib', 'reach.mjs'),
      'A=b=c',
    ];
    const { stdout } = await run('bash', ['-c', 'node "$@" <<<"$DEPLOYMENT"', '-', ...args], {
      env: { ...process.env, DEPLOYMENT: bff },
    });
    return JSON.parse(stdout);
  };
  const stranger = await pod('stranger');
  expect(podSecurityViolations(stranger)).toEqual([]);
  expect(stranger.metadata.labels).toEqual({ 'app.kubernetes.io/name': 'stranger' });
  expect(stranger.spec.containers[0].env).toEqual([{ name: 'A', value: 'b=c' }]);
  expect((await pod('test')).metadata.labels).toEqual({
    'app.kubernetes.io/name': 'test',
    'app.kubernetes.io/instance': 'demo',
  });
});

test('helm and kubectl know every option that the scripts use', async () => {
  const known = async (program: 'helm' | 'kubectl', ...command: string[]): Promise<string> => {
    const { stdout } = await run(tool(program), [...command, '--help']);
    return program === 'kubectl' ? stdout + (await run(tool('kubectl'), ['options'])).stdout : stdout;
  };
  const upgrade = await known('helm', 'upgrade');
  for (const option of ['--install', '--rollback-on-failure', '--wait', '--timeout', '--reuse-values', '--values']) {
    expect(upgrade).toContain(option);
  }
  expect(await known('helm', 'test')).toContain('--logs');
  const debug = await known('kubectl', 'debug');
  for (const option of ['--image', '--target', '--profile', '--container']) expect(debug).toContain(option);
  expect(debug).toContain('"restricted"');
  const namespace = await run(tool('kubectl'), ['create', 'namespace', 'greeter', '--dry-run=client', '-o', 'yaml']);
  expect(parse(namespace.stdout)).toMatchObject({ kind: 'Namespace', metadata: { name: 'greeter' } });
});

test.each(['greeter-server', 'bff'])('the image of %s is what chart and scripts take it for', (app) => {
  const [, final = ''] = readFileSync(join(folder, '..', app, 'Dockerfile'), 'utf8').split(
    /^FROM gcr.io\/distroless\/nodejs/m,
  );
  // node is the entry point of that base: arguments of a pod are arguments of node.
  expect(final).not.toMatch(/^ENTRYPOINT/m);
  expect(final).toMatch(/^USER 65532:65532$/m);
  expect(final).toMatch(/^WORKDIR \/app-workdir$/m);
});
