import { describe, expect, test } from 'vitest';
import { podSecurityViolations } from './support/pod-security.js';
import { find, type Manifest, modes, parseManifests, render, valueArguments } from './support/render.js';
import { chart, helm } from './support/tools.js';
import { violations } from './support/validate.js';

describe.each(modes)('value set %s', (ci) => {
  test('is accepted by helm lint --strict', async () => {
    // helm lint knows no --api-versions: what would fail for want of a CRD is rendered without one.
    const anyway = ['bff.httpRoute', 'grpcRoute', 'greeter-server.signingKey.externalSecret', 'global.tls.certManager'];
    const set = Object.fromEntries(anyway.map((path) => [`${path}.renderMode`, 'alwaysRender']));
    const { code, stdout, stderr } = await helm('lint', '--strict', chart, ...valueArguments({ ci, set }));
    expect(stdout + stderr).toContain('1 chart(s) linted, 0 chart(s) failed');
    expect(code).toBe(0);
  });

  test('renders objects that an API server accepts', async () => {
    const manifests = await render({ ci });
    const found = await Promise.all(manifests.map(violations));
    expect(found.flat()).toEqual([]);
    const names = manifests.map((each) => `${each.kind}/${each.metadata.name}`);
    expect(names).toEqual([...new Set(names)]);
  });

  test('meets Pod Security "restricted" with a read-only root in every pod', async () => {
    const manifests = await render({ ci });
    expect(manifests.filter(({ kind }) => kind === 'Pod' || kind === 'Deployment').length).toBeGreaterThanOrEqual(4);
    expect(manifests.flatMap(podSecurityViolations)).toEqual([]);
  });
});

describe('the validators see', () => {
  async function spoiled(kind: string, name: string, spoil: (manifest: Manifest) => void): Promise<Manifest> {
    const manifest = structuredClone(find(await render({ ci: 'sidecar' }), kind, name));
    spoil(manifest);
    return manifest;
  }

  test('unknown fields, of Kubernetes and of custom resources', async () => {
    const deployment = await spoiled('Deployment', 'demo-bff', (each) => {
      each['spec'].template.spec.containers[0].imagePullPolcy = 'Always';
    });
    expect(await violations(deployment)).toEqual([
      'Deployment/demo-bff: unknown field /spec/template/spec/containers/0/imagePullPolcy',
    ]);
    const route = await spoiled('GRPCRoute', 'demo-greeter-split', (each) => {
      each['spec'].rules[0].bakendRefs = [];
    });
    expect(await violations(route)).toEqual(['GRPCRoute/demo-greeter-split: unknown field /spec/rules/0/bakendRefs']);
  });

  test('wrong types, wrong words and missing fields', async () => {
    const service = await spoiled('Service', 'demo-bff', (each) => {
      each['spec'].ports[0].port = 'http';
      each['spec'].type = 'Clusterip';
    });
    expect(String(await violations(service))).toMatch(/ports\/0\/port must be integer/);
    expect(String(await violations(service))).toMatch(/spec\/type must be equal to one of the allowed values/);
    const route = await spoiled('GRPCRoute', 'demo-greeter-split', (each) => {
      delete each['spec'].parentRefs[0].name;
    });
    expect(String(await violations(route))).toMatch(/must have required property name/);
  });

  test('kinds that nobody knows', async () => {
    const foreign = { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'x' } };
    await expect(violations(foreign)).rejects.toThrow('no schema for example.com/v1/Thing');
  });

  test('each rule of "restricted" that is broken', async () => {
    const deployment = await spoiled('Deployment', 'demo-bff', (each) => {
      const pod = each['spec'].template.spec;
      pod.hostNetwork = true;
      pod.volumes.push({ name: 'host', hostPath: { path: '/' } }, { name: 'endless', emptyDir: {} });
      pod.securityContext = { runAsUser: 0 };
      pod.containers[0].securityContext = { privileged: true, capabilities: { add: ['NET_ADMIN'] } };
      pod.containers[0].ports[0].hostPort = 80;
    });
    expect(podSecurityViolations(deployment)).toHaveLength(12);
  });

  test('duplicate keys, which helm lets pass', () => {
    expect(() => parseManifests('kind: A\nmetadata: {name: x}\nspec: {a: 1, a: 2}')).toThrow(/Map keys must be unique/);
  });
});
