import { describe, expect, test } from 'vitest';
import { allowed, type Endpoint, type PodEndpoint } from './support/network.js';
import { type Manifest, render } from './support/render.js';

/** Pods of the release, and strangers. */
function pod(name: string, namespace = 'apps', labels: Record<string, string> = {}): PodEndpoint {
  return { namespace, labels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': 'demo', ...labels } };
}
const bff = pod('bff');
const server = pod('greeter-server');
const canary = pod('greeter-canary');
const tester = pod('test');
const stranger: Endpoint = { namespace: 'apps', labels: { app: 'stranger' } };
const neighbour: Endpoint = { namespace: 'apps', labels: { ...bff.labels, 'app.kubernetes.io/instance': 'other' } };
const outsider: Endpoint = { namespace: 'elsewhere', labels: bff.labels };
const prometheus: Endpoint = { namespace: 'monitoring', labels: {} };
const dns: Endpoint = { namespace: 'kube-system', labels: {} };
const istiod: Endpoint = { namespace: 'istio-system', labels: {} };
const internet: Endpoint = { ip: '203.0.113.7' };

async function policies(ci = 'default'): Promise<Manifest[]> {
  return (await render({ ci })).filter(({ kind }) => kind === 'NetworkPolicy');
}

describe('by default', () => {
  test.each<[string, Endpoint, Endpoint, number, boolean]>([
    ['the BFF calls the server', bff, server, 50051, true],
    ['anybody calls the BFF', internet, bff, 8080, true],
    ['helm test calls the BFF', tester, bff, 8080, true],
    ['the BFF looks names up', bff, dns, 53, true],
    ['the server looks names up', server, dns, 53, true],
    ['a stranger does not call the server', stranger, server, 50051, false],
    ['a BFF of another release does not call the server', neighbour, server, 50051, false],
    ['a BFF of another namespace does not call the server', outsider, server, 50051, false],
    ['helm test does not call the server', tester, server, 50051, false],
    ['the BFF does not reach the metrics of the server', bff, server, 8081, false],
    ['Prometheus does not scrape unless asked', prometheus, server, 8081, false],
    ['nobody gets a shell port of the BFF', internet, bff, 22, false],
    ['the server calls nobody', server, bff, 8080, false],
    ['the server does not leave the cluster', server, internet, 443, false],
    ['the BFF does not leave the cluster', bff, internet, 443, false],
    ['helm test does not leave the cluster', tester, internet, 443, false],
    ['whatever else the release adds is cut off', pod('other'), internet, 443, false],
    ['whatever else the release adds cannot be called', stranger, pod('other'), 80, false],
  ])('%s', async (_what, from, to, port, expected) => {
    expect(allowed(await policies(), from, to, port)).toBe(expected);
  });
});

test.each<[string, string, Endpoint, Endpoint, number, boolean]>([
  ['k8s', 'the BFF reaches the API', bff, internet, 6443, true],
  ['k8s', 'the server does not', server, internet, 6443, false],
  ['sidecar', 'the BFF calls the canary', bff, canary, 50051, true],
  ['sidecar', 'a stranger does not call the canary', stranger, canary, 50051, false],
  ['sidecar', 'the BFF reaches the control plane', bff, istiod, 15012, true],
  ['sidecar', 'the server too', server, istiod, 15012, true],
  ['sidecar', 'helm test too, for its own sidecar', tester, istiod, 15012, true],
  ['default', 'nobody reaches a control plane', bff, istiod, 15012, false],
  ['xds-own', 'another control plane is reached', bff, { namespace: 'control-plane', labels: {} }, 18000, true],
  ['dns-ambient', 'HBONE goes where gRPC goes', bff, server, 15008, true],
  ['dns-ambient', 'helm test calls the BFF over HBONE', tester, bff, 15008, true],
  ['dns-ambient', 'HBONE is no way around', stranger, server, 15008, false],
  ['dns-ambient', 'probes come from ztunnel', { ip: '169.254.7.127' }, server, 50051, true],
  [
    'ambient',
    'the BFF reaches the waypoint',
    bff,
    { namespace: 'apps', labels: { 'gateway.networking.k8s.io/gateway-name': 'waypoint' } },
    15008,
    true,
  ],
  [
    'ambient',
    'the waypoint reaches the server',
    { namespace: 'apps', labels: { 'gateway.networking.k8s.io/gateway-name': 'waypoint' } },
    server,
    15008,
    true,
  ],
  ['observability', 'Prometheus scrapes the server', prometheus, server, 8081, true],
  ['observability', 'Prometheus scrapes the BFF', prometheus, bff, 8080, true],
  ['observability', 'the gateway calls the BFF', { namespace: 'gateway', labels: {} }, bff, 8080, true],
  ['observability', 'helm test still calls the BFF', tester, bff, 8080, true],
  ['observability', 'nobody else calls the BFF', stranger, bff, 8080, false],
  ['extras', 'a further caller is let in', { namespace: 'batch', labels: {} }, server, 50051, true],
  ['production', 'a further destination is opened', bff, { namespace: 'observability', labels: {} }, 4317, true],
  ['openshift', 'names are looked up elsewhere', server, { namespace: 'openshift-dns', labels: {} }, 5353, true],
])('%s: %s', async (ci, _what, from, to, port, expected) => {
  expect(allowed(await policies(ci), from, to, port)).toBe(expected);
});

test('they can be left to somebody else', async () => {
  const manifests = await render({ set: { 'global.networkPolicy.enabled': false } });
  expect(manifests.filter(({ kind }) => kind === 'NetworkPolicy')).toEqual([]);
});
