import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { charts, run } from './support/tools.js';

const root = join(charts, '..');
const kind = join(root, 'examples', 'kind');
const scripts = readdirSync(kind).filter((file) => file.endsWith('.sh'));
const directory = mkdtempSync(join(tmpdir(), 'kind-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** A folder with programs that do what these lines of bash say. */
function fakeTools(name: string, tools: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(directory, `${name}-`));
  for (const [tool, body] of Object.entries(tools)) {
    writeFileSync(join(folder, tool), `#!/usr/bin/env bash\n${body}\n`);
    chmodSync(join(folder, tool), 0o755);
  }
  return folder;
}

const shellcheck = await run('shellcheck', ['--version']).then(
  () => true,
  () => false,
);
if (!shellcheck)
  console.warn('SKIPPED: shellcheck is not installed (apt-get install shellcheck), scripts are not linted');

test.skipIf(!shellcheck)('shellcheck has nothing to say about any script', async () => {
  const libraries = readdirSync(join(kind, 'lib')).filter((file) => file.endsWith('.sh'));
  const helmfile = join(charts, 'helmfile');
  const all = [
    ...scripts.map((file) => join(kind, file)),
    ...libraries.map((file) => join(kind, 'lib', file)),
    ...readdirSync(helmfile)
      .filter((file) => file.endsWith('.sh'))
      .map((file) => join(helmfile, file)),
  ];
  expect(all.length).toBeGreaterThanOrEqual(12);
  const { code, stdout } = await run('shellcheck', all);
  expect(stdout).toBe('');
  expect(code).toBe(0);
});

describe.each(scripts)('%s', (script) => {
  test('is not run without docker and kind, and says so', async () => {
    const tools = fakeTools('none', { docker: 'exit 1', kind: 'exit 1' });
    const env = { ...process.env, PATH: `${tools}${delimiter}/usr/bin${delimiter}/bin` };
    const { code, stderr } = await run('bash', [join(kind, script)], { env });
    expect(stderr).toMatch(/^not run: needs docker and kind \(docker: no engine answers/);
    expect(code).toBe(3);
  });

  test('says what it shows, and refuses what it does not know', async () => {
    const help = await run('bash', [join(kind, script), '--help']);
    expect(help.stdout).toMatch(/^[A-Z].{40}[\s\S]*--kubeconfig FILE/);
    expect(help.code).toBe(0);
    const unknown = await run('bash', [join(kind, script), '--clutser', 'x']);
    expect(unknown.stderr).toContain('unknown option --clutser; see --help');
    expect(unknown.code).toBe(2);
    const absent = await run('bash', [join(kind, script), '--kubeconfig', '/nowhere']);
    expect(absent.stderr).toContain('--kubeconfig /nowhere: no such file');
    expect(absent.code).toBe(2);
  });

  test('npm runs it', async () => {
    const { scripts: npm } = (await import('../../package.json', { with: { type: 'json' } })).default;
    expect(Object.values(npm)).toContain(`bash examples/kind/${script}`);
  });
});

test('an old kind is refused by its version', async () => {
  const tools = fakeTools('old', { docker: 'exit 0', kind: 'echo "kind v0.20.0 go1.20 linux/amd64"' });
  const env = { ...process.env, PATH: `${tools}${delimiter}${process.env['PATH']}` };
  const { code, stderr } = await run('bash', [join(kind, 'up.sh')], { env });
  expect(stderr).toContain('not run: needs docker and kind (kind: 0.20.0 is older than 0.27)');
  expect(code).toBe(3);
});

describe('a scenario against a cluster', () => {
  const deployment = { spec: { template: { spec: { securityContext: {}, containers: [{ image: 'bff:1' }] } } } };
  const pod = (name: string, more: object = {}): object => ({
    metadata: { name, ...more },
    status: { conditions: [{ type: 'Ready', status: 'True' }] },
  });

  /** Runs a scenario with a kubectl that knows these pods and this result of the load. */
  async function scenario(script: string, result: object, pods: readonly object[] = [pod('a'), pod('b')]) {
    const tools = fakeTools('cluster', {
      kubectl: `
case "$*" in
  *"version --client"*) echo '{"clientVersion": {
    "gitVersion": "v1.35.2"' ;;
  *"get deployment -l"*name=greeter-server*) echo deployment.apps/demo-greeter-server ;;
  *"get deployment -l"*name=bff*) echo deployment.apps/demo-bff ;;
  *"get deployment demo-bff -o json"*) echo '${JSON.stringify(deployment)}' ;;
  *"get pods"*"-o json") echo '${JSON.stringify({ items: pods })}' ;;
  *"apply -f -"*) cat >>"$0.applied" ;;
  *"logs demo-load"*) echo 'RESULT ${JSON.stringify(result)}' ;;
esac`,
    });
    const config = join(tools, 'config');
    writeFileSync(config, '');
    const env = { ...process.env, PATH: `${tools}${delimiter}${process.env['PATH']}` };
    return run('bash', [join(kind, script), '--kubeconfig', config], { env });
  }

  test('passes when the calls are spread', async () => {
    const { code, stdout } = await scenario('lb.sh', { calls: 100, failed: 0, reasons: [], pods: { a: 51, b: 49 } });
    expect(stdout).toContain('PASS: 100 calls over 2 pods, busiest to idlest 1.04, 0 failed');
    expect(code).toBe(0);
  });

  test.each([
    ['a pod without calls', { calls: 9, failed: 0, reasons: [], pods: { a: 9 } }, 'FAIL: b got no call'],
    [
      'an uneven spread',
      { calls: 100, failed: 0, reasons: [], pods: { a: 90, b: 10 } },
      'FAIL: the busiest pod got 9.00 times the calls of the idlest',
    ],
    [
      'a failed call',
      { calls: 10, failed: 1, reasons: ['503 no backend'], pods: { a: 5, b: 4 } },
      'FAIL: 1 of 10 calls failed: 503 no backend',
    ],
  ])('fails on %s', async (_what, result, message) => {
    const { code, stderr } = await scenario('lb.sh', result);
    expect(stderr).toContain(message);
    expect(code).toBe(1);
  });

  test('a pod on its way out is not waited for', async () => {
    const pods = [pod('a'), pod('gone', { deletionTimestamp: '2026-01-01T00:00:00Z' })];
    const { code } = await scenario('lb.sh', { calls: 9, failed: 0, reasons: [], pods: { a: 9 } }, pods);
    expect(code).toBe(0);
  });

  test('a rollout that leaves an old pod is no rollout', async () => {
    const { code, stderr } = await scenario('rollout.sh', { calls: 9, failed: 0, reasons: [], pods: { a: 9 } });
    expect(stderr).toContain('FAIL: a pod of before is still there');
    expect(code).toBe(1);
  });
});

test('the load counts who answers, and what fails', async () => {
  let calls = 0;
  const server = createServer((_request, response) => {
    const failing = ++calls % 10 === 0;
    response.writeHead(failing ? 503 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(failing ? { detail: 'no backend' } : { pod: `pod-${calls % 2}`, keyId: 'k1' }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const env = {
    ...process.env,
    BFF: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    RPS: '200',
    DURATION_S: '1',
  };
  const { code, stdout } = await run(process.execPath, [join(kind, 'lib', 'load.mjs')], { env });
  server.close();
  expect(code).toBe(0);
  const result = JSON.parse(/^RESULT (.*)$/m.exec(stdout)?.[1] ?? '');
  expect(result.calls).toBe(calls);
  expect(result.failed).toBe(Math.floor(calls / 10));
  expect(result.reasons[0]).toBe('503 no backend');
  expect(result.pods['pod-0'] + result.pods['pod-1']).toBe(calls - result.failed);
  expect(stdout).toMatch(/^POD pod-1 \d{13}$/m);
  expect(stdout).toMatch(/^KEY k1 pod-1 \d{13}$/m);
});
