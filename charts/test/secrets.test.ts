import { expect, test } from 'vitest';
import { environmentOf, find, type Manifest, modes, podSpec, render, template } from './support/render.js';

async function app(ci: string, name: string): Promise<{ deployment: Manifest; pod: Manifest['spec'] }> {
  const deployment = find(await render({ ci }), 'Deployment', name);
  return { deployment, pod: podSpec(deployment) };
}

test.each(modes)('%s: no Secret is rendered, and no value looks like one', async (ci) => {
  const manifests = await render({ ci });
  expect(manifests.filter(({ kind }) => kind === 'Secret')).toEqual([]);
  expect(await template({ ci })).not.toMatch(/BEGIN [A-Z ]*PRIVATE KEY|password:/i);
});

test('an existing Secret is mounted as files that a rotation reaches', async () => {
  const { deployment, pod } = await app('existing-secrets', 'demo-greeter-server');
  expect(pod.volumes).toContainEqual({
    name: 'signing-key',
    projected: { defaultMode: 0o440, sources: [{ secret: { name: 'demo-key' } }] },
  });
  const mount = pod.containers[0].volumeMounts.find(({ name }: Manifest['metadata']) => name === 'signing-key');
  expect(mount).toEqual({ name: 'signing-key', mountPath: '/var/run/secrets/signing-key', readOnly: true });
  expect(environmentOf(deployment)['SIGNING_KEY_DIR']).toBe(mount.mountPath);
  expect(pod.securityContext.fsGroup).toBe(65532);
});

test('nothing is mounted by subPath, which would keep the old files', async () => {
  for (const ci of modes) expect(await template({ ci })).not.toContain('subPath');
});

test('without a key there is no mount and no variable', async () => {
  const { deployment, pod } = await app('default', 'demo-greeter-server');
  expect(environmentOf(deployment)).not.toHaveProperty('SIGNING_KEY_DIR');
  expect(pod.volumes.map(({ name }: Manifest['metadata']) => name)).toEqual(['tmp']);
});

test('an ExternalSecret keeps the Secret that is mounted', async () => {
  const manifests = await render({ ci: 'secrets' });
  const { spec } = find(manifests, 'ExternalSecret', 'demo-greeter-server-signing-key');
  expect(spec).toMatchObject({
    refreshInterval: '1m',
    secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
    target: { name: 'demo-greeter-server-signing-key', creationPolicy: 'Owner' },
    dataFrom: [{ extract: { key: 'greeter/signing-key' } }],
  });
  const { pod } = await app('secrets', 'demo-greeter-server');
  expect(JSON.stringify(pod.volumes)).toContain(`"secret":{"name":"${spec.target.name}"}`);
});

test('cert-manager gives each side a certificate for what it is, with a new key each time', async () => {
  const manifests = await render({ ci: 'secrets' });
  const server = find(manifests, 'Certificate', 'demo-greeter-server-tls')['spec'];
  const client = find(manifests, 'Certificate', 'demo-bff-tls')['spec'];
  expect(server.usages).toEqual(['digital signature', 'server auth']);
  expect(client.usages).toEqual(['digital signature', 'client auth']);
  for (const { privateKey, issuerRef } of [server, client]) {
    expect(privateKey).toEqual({ algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' });
    expect(issuerRef).toEqual({ group: 'cert-manager.io', kind: 'Issuer', name: 'internal-ca' });
  }
  const { deployment } = await app('secrets', 'demo-bff');
  const [, host] = /dns:\/\/\/([^:]+)/.exec(String(environmentOf(deployment)['GREETER_TARGET'])) ?? [];
  expect(server.dnsNames).toContain(host);
});

test.each(['demo-greeter-server', 'demo-bff'])(
  '%s reads its certificate from the files of its Secret',
  async (name) => {
    for (const ci of ['secrets', 'existing-secrets']) {
      const { deployment, pod } = await app(ci, name);
      const mount = pod.containers[0].volumeMounts.find((each: Manifest['metadata']) => each.name === 'tls');
      expect(environmentOf(deployment)).toMatchObject({
        TLS_CA_FILE: `${mount.mountPath}/ca.crt`,
        TLS_CERT_FILE: `${mount.mountPath}/tls.crt`,
        TLS_KEY_FILE: `${mount.mountPath}/tls.key`,
      });
      const secret = ci === 'secrets' ? `${name}-tls` : `${name.replace(/demo-|-server/g, '')}-tls`;
      expect(JSON.stringify(pod.volumes)).toContain(`"secret":{"name":"${secret}"}`);
    }
  },
);
