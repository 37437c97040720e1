import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chart, helm, type Run } from './support/tools.js';

const directory = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
const secrets = new Set<string>();
let api: Server;

const resource = (name: string, kind: string, namespaced: boolean): object => ({
  name,
  kind,
  namespaced,
  verbs: ['get'],
});
const documents: Readonly<Record<string, object>> = {
  '/version': { major: '1', minor: '35', gitVersion: 'v1.35.0' },
  '/api': { kind: 'APIVersions', versions: ['v1'] },
  '/apis': { kind: 'APIGroupList', apiVersion: 'v1', groups: [] },
  '/api/v1': {
    kind: 'APIResourceList',
    groupVersion: 'v1',
    resources: [resource('serviceaccounts', 'ServiceAccount', true), resource('secrets', 'Secret', true)],
  },
  '/api/v1/namespaces/apps/serviceaccounts/default': {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'default' },
  },
};

/** As much of an API server as helm's `lookup` asks for. */
beforeAll(async () => {
  api = createServer(({ url = '' }, response) => {
    const path = url.split('?')[0] ?? '';
    const [, name] = /^\/api\/v1\/namespaces\/apps\/secrets\/(.+)$/.exec(path) ?? [];
    const found =
      name && secrets.has(name) ? { apiVersion: 'v1', kind: 'Secret', metadata: { name } } : documents[path];
    response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(found ?? { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'NotFound', code: 404 }),
    );
  }).listen(0, '127.0.0.1');
  await once(api, 'listening');
  const server = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: '' } }],
    'current-context': 'test',
  };
  writeFileSync(join(directory, 'config'), JSON.stringify(config));
});
afterAll(() => {
  api.close();
  rmSync(directory, { recursive: true });
});

function templateOnCluster(...values: readonly string[]): Promise<Run> {
  const set = values.flatMap((value) => ['--set', value]);
  const cluster = [
    '--kubeconfig',
    join(directory, 'config'),
    '--dry-run=server',
    '--disable-openapi-validation',
    '--namespace',
    'apps',
  ];
  return helm('template', 'demo', chart, ...cluster, ...set);
}

test('a Secret that the cluster does not have is refused before anything is changed', async () => {
  const { code, stderr } = await templateOnCluster('greeter-server.signingKey.existingSecret=key');
  expect(stderr).toContain(
    'greeter-server.signingKey.existingSecret: there is no Secret "key" in namespace "apps"; create it first',
  );
  expect(code).toBe(1);
});

test('so is one with a certificate', async () => {
  const { stderr } = await templateOnCluster(
    'global.tls.enabled=true',
    'bff.tls.existingSecret=a',
    'greeter-server.tls.existingSecret=b',
  );
  expect(stderr).toMatch(/(bff|greeter-server)\.tls\.existingSecret: there is no Secret "[ab]" in namespace "apps"/);
});

test('a Secret that is there is taken', async () => {
  secrets.add('key');
  const { stderr } = await templateOnCluster('greeter-server.signingKey.existingSecret=key');
  // This API server knows nothing beside Secrets: helm gets as far as looking for the other kinds.
  expect(stderr).toContain('no matches for kind "Deployment"');
  expect(stderr).not.toContain('there is no Secret');
});
