import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { until } from '@org/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type KubernetesDiscoveryOptions, kubernetesDiscovery } from '../../src/kubernetes/index.js';
import { parseTarget } from '../../src/target.js';
import { type Heard, listening } from '../discovery/heard.js';
import { type Pod, startPod } from './pod.js';

let pod: Pod;
const closers: (() => void)[] = [];
beforeEach(async () => {
  pod = await startPod();
  pod.api.put({ name: 'greeter-a', endpoints: [{ address: '10.0.0.1' }] });
});
afterEach(async () => {
  for (const close of closers.splice(0)) close();
  await pod.close();
});

function open(options: KubernetesDiscoveryOptions, target = 'k8s:///greeter.default:grpc'): Heard {
  const source = kubernetesDiscovery({ env: {}, serviceAccountDir: '/nowhere', ...options }).createSource(
    parseTarget(target),
    { refreshMs: 1_000, minIntervalMs: 100 },
  );
  const heard = listening();
  source.start(heard);
  closers.push(() => source.close());
  return heard;
}

const kubeconfig = (user: string, cluster = `certificate-authority: ${join(pod.directory, 'ca.crt')}`): string => `
apiVersion: v1
kind: Config
current-context: here
clusters:
  - name: here
    cluster: { server: '${pod.api.url}', ${cluster} }
users:
  - name: me
    user: ${user}
contexts:
  - name: here
    context: { cluster: here, user: me, namespace: default }
`;

describe('a file', () => {
  test('with a token', async () => {
    const heard = open({ kubeconfig: pod.write('config', kubeconfig('{ token: first-token }')) });
    await until('the list', () => heard.last);
    expect(heard.last).toEqual(['10.0.0.1:50051']);
  });

  test('with a CA beside it, and a namespace for targets without', async () => {
    const heard = open(
      { kubeconfig: pod.write('config', kubeconfig('{ token: first-token }', 'certificate-authority: ca.crt')) },
      'k8s:///greeter:grpc',
    );
    await until('the list', () => heard.last);
  });

  test('with a plugin that makes tokens', async () => {
    const status = `{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"first-token"}}`;
    chmodSync(pod.write('plugin', `#!/bin/sh\necho '${status}'\n`), 0o755);
    const exec = `{ exec: { apiVersion: client.authentication.k8s.io/v1, command: ${join(pod.directory, 'plugin')}, interactiveMode: Never } }`;
    const heard = open({ kubeconfig: pod.write('config', kubeconfig(exec)) });
    await until('the list', () => heard.last);
  });

  test('that is written anew with another token', async () => {
    const path = pod.write('config', kubeconfig('{ token: old-token }'));
    const heard = open({ kubeconfig: path });
    await until('the refusal', () => heard.errors.length > 0);
    expect(heard.errors[0]?.message).toMatch(/does not accept the credentials/);
    pod.write('config', kubeconfig('{ token: first-token }'));
    await until('the list', () => heard.last);
  });

  test('that KUBECONFIG names', async () => {
    process.env['KUBECONFIG'] = pod.write('config', kubeconfig('{ token: first-token }'));
    try {
      const heard = open({ env: process.env });
      await until('the list', () => heard.last);
    } finally {
      delete process.env['KUBECONFIG'];
    }
  });

  test.each([
    ['nothing', undefined, /kubeconfig ".*config" does not exist/],
    ['no YAML', '{ a: [', /kubeconfig ".*config" cannot be read: /],
    ['no kubeconfig', 'a: 1', /kubeconfig ".*config"/],
    [
      'a context that is not there',
      'current-context: gone\nclusters: []\nusers: []\ncontexts: []',
      /its current context "gone" names no cluster/,
    ],
  ])('with %s: an error that names it', async (_what, content, message) => {
    const path = content === undefined ? join(pod.directory, 'config') : pod.write('config', content);
    const heard = open({ kubeconfig: path });
    await until('the error', () => heard.errors.length > 0);
    expect(heard.errors[0]).toMatchObject({ code: 'ERR_KUBERNETES' });
    expect(heard.errors[0]?.message).toMatch(message);
  });
});

test('a KubeConfig that was loaded already', async () => {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig('{ token: first-token }'));
  const heard = open({ kubeconfig: config });
  await until('the list', () => heard.last);
});

test('an API server that is not there', async () => {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig('{ token: first-token }').replace(pod.api.url, 'https://127.0.0.1:9'));
  const heard = open({ kubeconfig: config });
  await until('the error', () => heard.errors.length > 0);
  expect(heard.errors[0]?.message).toMatch(/cannot be read from https:\/\/127\.0\.0\.1:9: connect ECONNREFUSED/);
});

test('nowhere: says where it looked', async () => {
  const home = process.env['HOME'];
  process.env['HOME'] = pod.directory;
  try {
    const heard = open({});
    await until('the error', () => heard.errors.length > 0);
    expect(heard.errors[0]?.message).toMatch(
      /cannot be read from Kubernetes: this is no pod, KUBECONFIG is not set, and there is no ~\/\.kube\/config/,
    );
  } finally {
    process.env['HOME'] = home;
  }
});
