import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { find, podSpec, render } from './support/render.js';
import { chart, charts, helm, type Run, run } from './support/tools.js';

const folder = join(charts, 'helmfile');
const scratch = mkdtempSync(join(tmpdir(), 'helmfile-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const there = async (tool: string): Promise<boolean> =>
  run(tool, ['--version']).then(
    () => true,
    () => false,
  );
const [hasSops, hasHelmfile] = await Promise.all([there('sops'), there('helmfile')]);
if (!hasSops) console.warn('SKIPPED: sops is not installed, the example secrets are not decrypted');
if (!hasHelmfile) console.warn('SKIPPED: helmfile is not installed, its template is not rendered');

const yaml = (...path: string[]) => parse(readFileSync(join(folder, ...path), 'utf8'));
const testKey = join(folder, 'secrets', 'test-key.txt');

describe.each(['local', 'production'])('%s', (environment) => {
  test('gives the chart values that it takes', async () => {
    const file = join(scratch, `${environment}.yaml`);
    writeFileSync(file, JSON.stringify(yaml('environments', `${environment}.yaml`).chart));
    const { code, stderr } = await helm('template', 'demo', chart, '--values', file);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  test('keeps its Secret encrypted, for the key that is named, under the name that the chart mounts', async () => {
    const secret = yaml('secrets', `${environment}.sops.yaml`);
    expect(Object.values(secret.stringData)).toEqual([
      expect.stringMatching(/^ENC\[AES256_GCM,data:.+,iv:.+,tag:.+\]$/),
    ]);
    const [rule] = yaml('.sops.yaml').creation_rules;
    expect(secret.sops.age.map(({ recipient }: { recipient: string }) => recipient)).toEqual([rule.age]);
    expect(readFileSync(testKey, 'utf8')).toContain(rule.age);
    const { existingSecret } = yaml('environments', `${environment}.yaml`).chart['greeter-server'].signingKey;
    expect(secret.metadata.name).toBe(existingSecret);
    const manifests = await render({ set: { 'greeter-server.signingKey.existingSecret': existingSecret } });
    expect(JSON.stringify(podSpec(find(manifests, 'Deployment', 'demo-greeter-server')).volumes)).toContain(
      existingSecret,
    );
  });

  test.skipIf(!hasSops)('can be decrypted with the test key', async () => {
    const env = { ...process.env, SOPS_AGE_KEY_FILE: testKey };
    const { stdout } = await run('sops', ['--decrypt', join(folder, 'secrets', `${environment}.sops.yaml`)], { env });
    expect(Buffer.from(parse(stdout).stringData['signing-key'], 'base64')).toHaveLength(32);
  });

  test.skipIf(!hasHelmfile)('is rendered by helmfile', async () => {
    const file = join(folder, 'helmfile.yaml.gotmpl');
    const { stdout, stderr } = await run('helmfile', ['--file', file, '--environment', environment, 'build']);
    expect(stderr).not.toMatch(/error/i);
    const state = parse(stdout.slice(stdout.indexOf('---')));
    const { release, namespace } = yaml('environments', `${environment}.yaml`);
    expect(state.releases).toEqual([expect.objectContaining({ name: release, namespace, chart: '../example' })]);
  });
});

describe('apply-secrets.sh', () => {
  for (const [tool, body] of Object.entries({
    sops: 'echo "decrypted with $(basename "$SOPS_AGE_KEY_FILE"): $(basename "$2")"',
    kubectl: 'case "$*" in *dry-run*) ;; *) echo "kubectl $*"; cat ;; esac',
  })) {
    writeFileSync(join(scratch, tool), `#!/usr/bin/env bash\n${body}\n`);
    chmodSync(join(scratch, tool), 0o755);
  }
  const { SOPS_AGE_KEY_FILE: _, ...clean } = process.env;
  const env = { ...clean, PATH: `${scratch}${delimiter}${process.env['PATH']}` };
  const apply = (environment: string, more: NodeJS.ProcessEnv = {}): Promise<Run> =>
    run('bash', [join(folder, 'apply-secrets.sh'), environment, 'apps'], { env: { ...env, ...more } });

  test('applies what it decrypts, through a pipe', async () => {
    const { code, stdout } = await apply('local');
    expect(stdout).toContain(
      'kubectl --namespace apps apply --filename -\ndecrypted with test-key.txt: local.sops.yaml',
    );
    expect(code).toBe(0);
  });

  test('takes the public test key for local alone', async () => {
    const refused = await apply('production');
    expect(refused.stderr).toContain(
      'SOPS_AGE_KEY_FILE is not set: name your key for production; the test key is public',
    );
    expect(refused.code).toBe(2);
    expect((await apply('production', { SOPS_AGE_KEY_FILE: '/own.txt' })).stdout).toContain('decrypted with own.txt');
  });

  test('names an environment that is not there', async () => {
    expect((await apply('staging')).stderr).toContain('no secrets for environment staging');
  });
});
