import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { readme } from './support/readme.js';
import { chart, helm } from './support/tools.js';

const directory = mkdtempSync(join(tmpdir(), 'chart-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** Names of the files in a tar archive (POSIX ustar). */
function tarNames(archive: Buffer): string[] {
  const names: string[] = [];
  for (let at = 0; archive[at]; ) {
    names.push(archive.toString('utf8', at, archive.indexOf(0, at)));
    const size = Number.parseInt(archive.toString('ascii', at + 124, at + 135), 8);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return names;
}

test('the package holds the chart and its parts, once, and no CI values; it renders like the folder', async () => {
  const { code, stderr } = await helm('package', chart, '--destination', directory);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  const [archive = ''] = readdirSync(directory);
  expect(archive).toBe('example-0.1.0.tgz');
  const names = tarNames(gunzipSync(readFileSync(join(directory, archive))));
  for (const part of ['', 'charts/hardened/', 'charts/greeter-server/', 'charts/bff/']) {
    expect(names.filter((name) => name === `example/${part}Chart.yaml`)).toHaveLength(1);
    expect(names).toContain(`example/${part}values.schema.json`);
  }
  expect(names.filter((name) => /\/ci\/|\.tgz$/.test(name))).toEqual([]);
  const packed = await helm('template', 'demo', join(directory, archive));
  const unpacked = await helm('template', 'demo', chart);
  expect(packed.stdout).toBe(unpacked.stdout);
});

test('no dependency has to be fetched', async () => {
  const { stdout } = await helm('dependency', 'list', chart);
  expect(stdout.match(/unpacked/g)).toHaveLength(4);
});

test('NOTES say how to look at it, debug container included', async () => {
  const { code, stdout } = await helm('install', 'demo', chart, '--namespace', 'apps', '--dry-run=client');
  expect(code).toBe(0);
  const notes = stdout.slice(stdout.indexOf('NOTES:'));
  expect(notes).toContain('port-forward service/demo-bff 8080:80');
  expect(notes).toMatch(
    /kubectl --namespace apps debug -it "\$POD" --image=\S+ --target=app --profile=restricted -- sh/,
  );
  expect(notes).toContain('helm --namespace apps test demo');
  expect(notes).toContain('dns:///demo-greeter-server-headless.apps.svc.cluster.local:50051');
});

test('the refusal in the README is what helm says', async () => {
  const [, command = '', answer = ''] = /```\n\$ helm (.*)\n([\s\S]*?)```/.exec(readFileSync(readme, 'utf8')) ?? [];
  const { code, stderr } = await helm(...command.split(' ').map((word) => word.replace('charts/example', chart)));
  expect(stderr.trim()).toBe(answer.trim());
  expect(code).toBe(1);
});

test('an old cluster is refused', async () => {
  const { code, stderr } = await helm('template', 'demo', chart, '--kube-version', '1.29.0');
  expect(code).toBe(1);
  expect(stderr).toContain('chart requires kubeVersion: >=1.30.0-0 which is incompatible with Kubernetes v1.29.0');
});
