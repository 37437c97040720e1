import { expect, test } from 'vitest';
import { type RenderOptions, template } from './support/render.js';

type Case = readonly [what: string, options: RenderOptions, message: string];

const canary = { 'greeter-canary.enabled': true };

const cases: readonly Case[] = [
  // Wrong types.
  ['text for a number', { set: { 'bff.replicas': 'two' } }, "bff:\n- at '/replicas': got string, want integer"],
  ['a fraction of a pod', { set: { 'bff.replicas': 1.5 } }, "at '/replicas': got number, want integer"],
  ['text for a switch', { set: { 'global.tls.enabled': 'yes' } }, "at '/global/tls/enabled': got string, want boolean"],
  ['a list for a map', { set: { 'bff.podLabels': ['a'] } }, "at '/podLabels': got array, want object"],
  ['a number for a label', { set: { 'bff.podLabels.a': 1 } }, "at '/podLabels/a': got number, want string"],
  // Nulls that delete what is required.
  ['no discovery', { set: { 'global.discovery': null } }, "at '/global': missing property 'discovery'"],
  ['no image', { set: { 'greeter-server.image': null } }, "greeter-server:\n- at '': missing property 'image'"],
  [
    'no memory limit',
    { set: { 'bff.resources.limits.memory': null } },
    "at '/resources/limits': missing property 'memory'",
  ],
  ['no grace', { set: { 'bff.shutdown': null } }, "bff:\n- at '': missing property 'shutdown'"],
  // Unknown keys.
  ['a typo at the root', { set: { globl: {} } }, "at '': additional properties 'globl' not allowed"],
  [
    'a typo in a component',
    { set: { 'bff.image.tagg': '1' } },
    "at '/image': additional properties 'tagg' not allowed",
  ],
  [
    'a typo in the canary',
    { ci: 'sidecar', set: { 'greeter-canary.weight': 1 } },
    "greeter-canary:\n- at '': additional properties 'weight'",
  ],
  [
    'a way around the hardening',
    { set: { 'bff.securityContext': { privileged: true } } },
    "additional properties 'securityContext' not allowed",
  ],
  [
    'a host path',
    { set: { 'bff.extraVolumes': [{ name: 'host', hostPath: { path: '/' } }] } },
    "at '/extraVolumes/0': additional properties 'hostPath' not allowed",
  ],
  [
    'a subPath, which never rotates',
    { set: { 'bff.extraVolumeMounts': [{ name: 'a', mountPath: '/a', subPath: 'b' }] } },
    "additional properties 'subPath' not allowed",
  ],
  // Words and numbers out of range.
  [
    'an unknown discovery',
    { set: { 'global.discovery': 'consul' } },
    "value must be one of 'dns', 'k8s', 'xds', 'mesh'",
  ],
  ['the tag latest', { set: { 'bff.image.tag': 'latest' } }, "value must be 'a fixed version: what latest stands for"],
  [
    'a cut digest',
    { set: { 'bff.image.digest': 'sha256:abc' } },
    "at '/image/digest': 'sha256:abc' does not match pattern",
  ],
  [
    'no pods at most',
    { set: { 'bff.autoscaling.maxReplicas': 0 } },
    "at '/autoscaling/maxReplicas': minimum: got 0, want 1",
  ],
  [
    'no preStop',
    { set: { 'bff.shutdown.preStopSeconds': 0 } },
    "at '/shutdown/preStopSeconds': minimum: got 0, want 1",
  ],
  ['memory in another unit', { set: { 'bff.resources.limits.memory': '256M' } }, "'256M' does not match pattern"],
  [
    'a node port of a Service without',
    { set: { 'bff.service.nodePort': 30080 } },
    "value must be '0 unless service.type is NodePort'",
  ],
  // Contradictions.
  [
    'dns behind a sidecar',
    { set: { 'global.mesh': 'sidecar' } },
    "at '/global/mesh': value must be 'none or ambient with discovery dns or k8s: a sidecar ends",
  ],
  [
    'k8s behind a sidecar',
    { set: { 'global.discovery': 'k8s', 'global.mesh': 'sidecar' } },
    'none or ambient with discovery dns or k8s',
  ],
  [
    'xds in a mesh',
    { set: { 'global.discovery': 'xds', 'global.mesh': 'ambient' } },
    'none with discovery xds: proxyless clients are their own data plane',
  ],
  [
    'mesh without one',
    { set: { 'global.discovery': 'mesh' } },
    'sidecar or ambient with discovery mesh: without a proxy nobody balances',
  ],
  [
    'ambient without a waypoint',
    { set: { 'global.discovery': 'mesh', 'global.mesh': 'ambient' } },
    'the name of a waypoint with discovery mesh in ambient: ztunnel balances connections',
  ],
  [
    'mTLS twice',
    { set: { 'global.discovery': 'mesh', 'global.mesh': 'sidecar', 'global.tls.enabled': true } },
    'false with discovery mesh: the proxy encrypts already',
  ],
  [
    'a route that nobody takes',
    { set: { ...canary, 'grpcRoute.enabled': true } },
    'false with discovery dns or k8s: clients that call pods directly never meet the route',
  ],
  [
    'a split of one',
    { ci: 'sidecar', set: { 'greeter-canary.enabled': false } },
    'false while greeter-canary.enabled is false: there is nothing to split to',
  ],
  [
    'certificates for nobody',
    { set: { 'global.tls.certManager.enabled': true } },
    'false while global.tls.enabled is false: nothing would read the certificates',
  ],
  [
    'a BFF alone',
    { set: { 'greeter-server.enabled': false } },
    'false while greeter-server.enabled is false: it would have nobody to call',
  ],
  [
    'more pods at least than at most',
    { ci: 'autoscaling', set: { 'bff.autoscaling.minReplicas': 9 } },
    'bff.autoscaling: minReplicas 9 is more than maxReplicas 8',
  ],
  [
    'a drain beyond the deadline',
    { set: { 'bff.shutdown.drainDelayMs': 30000 } },
    'bff.shutdown: drainDelayMs 30000 is longer than deadlineMs 25000',
  ],
  [
    'a variable that is the chart’s',
    { set: { 'bff.extraEnv.GREETER_TARGET': 'x' } },
    'bff.extraEnv.GREETER_TARGET: the chart sets this variable itself',
  ],
  // Missing secrets, names and kinds.
  [
    'mTLS without certificates',
    { set: { 'global.tls.enabled': true } },
    '.tls.existingSecret: required by global.tls.enabled=true; name a Secret with tls.crt, tls.key and ca.crt',
  ],
  [
    'a key from two places',
    { ci: 'secrets', set: { 'greeter-server.signingKey.existingSecret': 'key' } },
    'empty while signingKey.externalSecret.enabled is true: the key comes from one place',
  ],
  [
    'a key from no store',
    { set: { 'greeter-server.signingKey.externalSecret.enabled': true } },
    'the name of a store, because signingKey.externalSecret.enabled is true',
  ],
  [
    'an issuer without a name',
    { ci: 'secrets', set: { 'global.tls.certManager.issuer.name': '' } },
    'the name of an issuer, because global.tls.certManager.enabled is true',
  ],
  [
    'a Gateway without a name',
    { set: { 'bff.httpRoute.enabled': true } },
    'the name of a Gateway, because httpRoute.enabled is true',
  ],
  [
    'a bootstrap without a name',
    { set: { 'global.discovery': 'xds', 'global.xds.bootstrap': 'configMap' } },
    'the name of a ConfigMap with bootstrap.json',
  ],
  [
    'a ServiceAccount without a name',
    { set: { 'bff.serviceAccount.create': false } },
    'the name of a ServiceAccount, because serviceAccount.create is false',
  ],
  [
    'an image without a digest',
    { set: { 'global.requireDigest': true } },
    'image.digest: required by global.requireDigest=true',
  ],
  [
    'a Secret in values',
    { set: { extraObjects: [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' } }] } },
    'extraObjects[0]: a Secret in values is kept in every release record in clear',
  ],
  [
    'a missing CRD: Certificate',
    { ci: 'secrets', apis: ['external-secrets.io/v1/ExternalSecret'] },
    'global.tls.certManager.renderMode: the cluster does not know cert-manager.io/v1/Certificate; install its CRD, or set skipIfMissing or alwaysRender',
  ],
  [
    'a missing CRD: ExternalSecret',
    { ci: 'secrets', apis: ['cert-manager.io/v1/Certificate'] },
    'greeter-server.signingKey.externalSecret.renderMode: the cluster does not know external-secrets.io/v1/ExternalSecret',
  ],
  [
    'a missing CRD: GRPCRoute',
    { ci: 'sidecar', apis: [] },
    'grpcRoute.renderMode: the cluster does not know gateway.networking.k8s.io/v1/GRPCRoute',
  ],
  [
    'a missing CRD: HTTPRoute',
    { ci: 'production', apis: [] },
    'bff.httpRoute.renderMode: the cluster does not know gateway.networking.k8s.io/v1/HTTPRoute',
  ],
];

test.each(cases)('%s is refused', async (_what, options, message) => {
  await expect(template(options)).rejects.toThrow(message);
});

test('the pairs of modes are guarded without the schema too', async () => {
  const set = { 'global.discovery': 'dns', 'global.mesh': 'sidecar' };
  await expect(template({ set, skipSchema: true })).rejects.toThrow(
    'global.mesh: "sidecar" does not go with global.discovery=dns, only none or ambient',
  );
});
