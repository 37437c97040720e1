import { describe, expect, test } from 'vitest';
import { environmentOf, find, type Manifest, podSpec, render } from './support/render.js';

const components = ['demo-greeter-server', 'demo-bff'];

describe.each(components)('%s by default', (name) => {
  async function rendered(kind: string, options = {}): Promise<Manifest> {
    return find(await render(options), kind, name);
  }

  test('runs as 65532 with nothing but what it needs', async () => {
    const pod = podSpec(await rendered('Deployment'));
    expect(pod.securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: 65532,
      runAsGroup: 65532,
      fsGroup: 65532,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(pod.containers).toHaveLength(1);
    expect(pod.containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
  });

  test('has an identity of its own, without a token', async () => {
    const pod = podSpec(await rendered('Deployment'));
    expect(pod).toMatchObject({
      serviceAccountName: name,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
    });
    expect(await rendered('ServiceAccount')).toMatchObject({ automountServiceAccountToken: false });
  });

  test('writes to /tmp alone, which is bounded', async () => {
    const pod = podSpec(await rendered('Deployment'));
    expect(pod.volumes).toEqual([{ name: 'tmp', emptyDir: { sizeLimit: '16Mi' } }]);
    expect(pod.containers[0].volumeMounts).toEqual([{ name: 'tmp', mountPath: '/tmp' }]);
  });

  test('asks for what it needs and tells V8 its limit', async () => {
    const deployment = await rendered('Deployment');
    const { requests, limits } = podSpec(deployment).containers[0].resources;
    expect(Object.keys(requests).sort()).toEqual(['cpu', 'ephemeral-storage', 'memory']);
    // No CPU limit: a throttled event loop fails its deadlines.
    expect(Object.keys(limits).sort()).toEqual(['ephemeral-storage', 'memory']);
    expect(environmentOf(deployment)['NODE_OPTIONS']).toBe('--max-old-space-size=192');
    const bigger = await rendered('Deployment', {
      set: { 'bff.resources.limits.memory': '2Gi', 'greeter-server.resources.limits.memory': '2Gi' },
    });
    expect(environmentOf(bigger)['NODE_OPTIONS']).toBe('--max-old-space-size=1536');
  });

  test('is spread over zones and nodes, per version, as far as possible', async () => {
    const { topologySpreadConstraints } = podSpec(await rendered('Deployment'));
    expect(topologySpreadConstraints).toMatchObject(
      ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
        topologyKey,
        maxSkew: 1,
        whenUnsatisfiable: 'ScheduleAnyway',
        matchLabelKeys: ['pod-template-hash'],
      })),
    );
  });

  test('lets nodes be drained one pod at a time, broken pods first', async () => {
    const { spec } = await rendered('PodDisruptionBudget');
    expect(spec).toMatchObject({ maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' });
    expect(spec.selector).toEqual((await rendered('Deployment'))['spec'].selector);
  });

  test('tells the process who and where it is', async () => {
    expect(environmentOf(await rendered('Deployment'))).toMatchObject({
      POD_NAME: { fieldRef: { fieldPath: 'metadata.name' } },
      POD_NAMESPACE: { fieldRef: { fieldPath: 'metadata.namespace' } },
      POD_IP: { fieldRef: { fieldPath: 'status.podIP' } },
      NODE_NAME: { fieldRef: { fieldPath: 'spec.nodeName' } },
    });
  });

  test.each([
    { preStopSeconds: 5, drainDelayMs: 5000, deadlineMs: 25_000, marginSeconds: 5 },
    { preStopSeconds: 10, drainDelayMs: 0, deadlineMs: 1500, marginSeconds: 1 },
    { preStopSeconds: 1, drainDelayMs: 60_000, deadlineMs: 600_000, marginSeconds: 60 },
  ])('is given the time that its way out takes: %o', async (shutdown) => {
    const deployment = await rendered('Deployment', {
      set: { 'greeter-server.shutdown': shutdown, 'bff.shutdown': shutdown },
    });
    const pod = podSpec(deployment);
    const environment = environmentOf(deployment);
    const sleepMs = pod.containers[0].lifecycle.preStop.sleep.seconds * 1000;
    const deadlineMs = Number(environment['SHUTDOWN_DEADLINE_MS']);
    expect(Number(environment['DRAIN_DELAY_MS'])).toBeLessThanOrEqual(deadlineMs);
    const left = pod.terminationGracePeriodSeconds * 1000 - sleepMs - deadlineMs;
    expect(left).toBeGreaterThanOrEqual(shutdown.marginSeconds * 1000);
    expect(left).toBeLessThan(shutdown.marginSeconds * 1000 + 1000);
  });

  test('is replaced without ever having fewer pods', async () => {
    const { strategy } = (await rendered('Deployment'))['spec'];
    expect(strategy).toEqual({ rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } });
  });
});

test('the server is probed over gRPC, and over HTTP where TLS is in the way', async () => {
  const probes = async (ci: string): Promise<unknown[]> => {
    const [app] = podSpec(find(await render({ ci }), 'Deployment', 'demo-greeter-server')).containers;
    return [app.startupProbe, app.readinessProbe, app.livenessProbe];
  };
  for (const probe of await probes('default')) expect(probe).toMatchObject({ grpc: { port: 50051 } });
  for (const probe of await probes('secrets')) expect(probe).toMatchObject({ httpGet: { port: 'http' } });
});

test('helm test pods are as hardened, and cannot be scheduled for ever', async () => {
  const pods = (await render()).filter(({ kind }) => kind === 'Pod');
  expect(pods.map(({ metadata }) => metadata.name)).toEqual(['demo-test-calls', 'demo-test-posture']);
  for (const pod of pods) {
    expect(pod.metadata.annotations).toMatchObject({ 'helm.sh/hook': 'test' });
    expect(pod['spec']).toMatchObject({ restartPolicy: 'Never', automountServiceAccountToken: false });
    expect(pod['spec'].containers[0].resources.limits.memory).toBeTruthy();
  }
});

test('images are pinned by digest', async () => {
  const manifests = await render({ ci: 'production' });
  const images = manifests.flatMap(
    (each) => podSpec(each)?.containers.map(({ image }: { image: string }) => image) ?? [],
  );
  expect(new Set(images)).toEqual(
    new Set([
      `registry.example.com/team/greeter-server:0.1.0@sha256:${'1'.repeat(64)}`,
      `registry.example.com/team/bff:0.1.0@sha256:${'2'.repeat(64)}`,
    ]),
  );
});

test('a working directory of its own is there on request', async () => {
  const { volumes, containers } = podSpec(
    find(await render({ ci: 'production' }), 'Deployment', 'demo-greeter-server'),
  );
  expect(volumes).toContainEqual({ name: 'workdir', emptyDir: { sizeLimit: '16Mi' } });
  expect(containers[0].volumeMounts).toContainEqual({ name: 'workdir', mountPath: '/app-workdir' });
});

test('OpenShift chooses user and group', async () => {
  const { securityContext } = podSpec(find(await render({ ci: 'openshift' }), 'Deployment', 'demo-bff'));
  expect(securityContext).toEqual({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
});

test('labels and annotations from values never replace those of the chart', async () => {
  const set = {
    'bff.podLabels': { 'app.kubernetes.io/name': 'other', team: 'a' },
    'bff.podAnnotations': { 'kubectl.kubernetes.io/default-container': 'other' },
  };
  const { metadata } = find(await render({ set }), 'Deployment', 'demo-bff')['spec'].template;
  expect(metadata.labels).toMatchObject({ 'app.kubernetes.io/name': 'bff', team: 'a' });
  expect(metadata.annotations).toEqual({ 'kubectl.kubernetes.io/default-container': 'app' });
});
