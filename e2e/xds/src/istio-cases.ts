import assert from 'node:assert/strict';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, TestCa, until } from '@org/testing';
import { type ClientFactory, createClientFactory } from '../../../packages/grpc-kit/src/index.js';
import type { ChannelPolicy } from '../../../packages/grpc-kit/src/policy/channel-policy.js';
import { createXdsServer, istio, loadXds, type XdsSupport } from '../../../packages/grpc-kit/src/xds/index.js';
import { type Backend, startBackend, startBackends, whoami } from '../../../packages/grpc-kit/test/xds/backends.js';
import { median, rejection, tally } from '../../../packages/grpc-kit/test/xds/cases/case.js';
import { denyPath, hostOf, mutualTls, serviceEntry, splitByVersion } from './istio-resources.js';
import type { Istiod } from './istiod.js';

/** One behaviour, shown against istiod's discovery server in a process of its own. */
export interface IstioCase {
  readonly name: string;
  run(istiod: Istiod): Promise<string>;
}

const SPLIT_CALLS = 10_000;
const CONCURRENT = 50;
const ADDITIONS = 12;
const IDENTITY = 'spiffe://cluster.local/ns/default/sa/greeter';

export const istioCases: readonly IstioCase[] = [
  {
    name: 'round robin over a ServiceEntry',
    async run(istiod) {
      const backends = await startBackends(3);
      await istiod.configure([serviceEntry('even', backends)]);
      const { factory, ask } = await callerOf(istiod, 'even');
      await factory.ready();
      const met = new Set<string>();
      while (met.size < backends.length) met.add(await ask());
      const answers: string[] = [];
      for (let call = 0; call < 300; call++) answers.push(await ask());
      const counts = [...tally(answers).values()];
      assert.deepEqual(counts, [100, 100, 100]);
      return counts.join('/');
    },
  },
  {
    name: 'a VirtualService splits 80/20 within 2 %',
    async run(istiod) {
      const [v1, v2] = await startBackends(2);
      assert(v1 && v2);
      const endpoints = [v1, v2].map(({ address }, index) => ({ address, labels: { version: `v${index + 1}` } }));
      await istiod.configure([serviceEntry('split', endpoints), ...splitByVersion('split', 80, 20)]);
      const { factory, ask } = await callerOf(istiod, 'split');
      await factory.ready();
      let heavy = 0;
      for (let sent = 0; sent < SPLIT_CALLS; sent += CONCURRENT) {
        const answers = await Promise.all(Array.from({ length: CONCURRENT }, ask));
        heavy += answers.filter((answer) => answer === v1.address).length;
      }
      const percent = (100 * heavy) / SPLIT_CALLS;
      assert(Math.abs(percent - 80) < 2, `${percent} %`);
      return `${heavy}/${SPLIT_CALLS - heavy} = ${percent.toFixed(1)} %`;
    },
  },
  {
    name: 'an added endpoint gets traffic',
    async run(istiod) {
      const backends: Backend[] = await startBackends(1);
      await istiod.configure([serviceEntry('growing', backends)]);
      const { factory, ask } = await callerOf(istiod, 'growing');
      await factory.ready();
      const tookMs: number[] = [];
      for (let added = 0; added < ADDITIONS; added++) {
        const newcomer = await startBackend(`127.0.1.${added + 1}`);
        backends.push(newcomer);
        const startedAt = performance.now();
        await istiod.configure([serviceEntry('growing', backends)]);
        while ((await ask()) !== newcomer.address) assert(performance.now() - startedAt < 10_000);
        tookMs.push(performance.now() - startedAt);
      }
      return `median ${median(tookMs).toFixed(1)} ms from ServiceEntry to first call, n=${ADDITIONS}`;
    },
  },
  {
    name: 'a service that istiod does not know: ready() says so',
    async run(istiod) {
      await istiod.configure([]);
      const { factory } = await callerOf(istiod, 'unknown');
      const reason = await rejection(factory.ready({ timeoutMs: 1_500 }));
      assert.match(reason, /unknown\.example:50051/);
      return reason;
    },
  },
  {
    name: 'a ServiceEntry deleted and added again is used again within 10 s',
    async run(istiod) {
      const [backend] = await startBackends(1);
      assert(backend);
      const whole = [serviceEntry('returning', [backend])];
      await istiod.configure(whole);
      const { factory, ask } = await callerOf(istiod, 'returning');
      await factory.ready();
      await istiod.configure([]);
      await until('calls to fail', () =>
        ask().then(
          () => false,
          () => true,
        ),
      );
      const addedAt = performance.now();
      await istiod.configure(whole);
      await until('calls to be answered', () => ask().catch(() => undefined), 10_000);
      return `recovered after ${Math.round(performance.now() - addedAt)} ms`;
    },
  },
  {
    name: 'mTLS (STRICT, ISTIO_MUTUAL) and an AuthorizationPolicy over an xDS server',
    async run(istiod) {
      const port = await freePort();
      const address = `127.0.0.1:${port}`;
      const endpoint = { address, serviceAccount: 'greeter', labels: { 'security.istio.io/tlsMode': 'istio' } };
      const deny = denyPath('/test.Whoami/Forbidden');
      await istiod.configure([serviceEntry('secured', [endpoint]), ...mutualTls('secured'), deny]);
      const xds = await load(istiod);
      const server = createXdsServer({ xds, drainDelayMs: 0 });
      const answer = async (call: {
        getAuthContext(): { sslPeerCertificate?: { subjectaltname?: string | undefined } };
      }): Promise<string> => call.getAuthContext().sslPeerCertificate?.subjectaltname ?? 'nobody';
      server.addService(whoami, { ask: answer, forbidden: answer });
      await server.listen(`0.0.0.0:${port}`);
      const { ask, askForbidden } = await callerOf(istiod, 'secured', { tls: { fromXds: true } });
      assert.equal(await ask(), `URI:${IDENTITY}`);
      const denied = await rejection(askForbidden());
      assert.match(denied, /PERMISSION_DENIED/);
      await server.close();
      return `called as ${IDENTITY}; ${denied}`;
    },
  },
];

interface Caller {
  readonly factory: ClientFactory;
  ask(): Promise<string>;
  askForbidden(): Promise<string>;
}

async function callerOf(istiod: Istiod, name: string, policy: ChannelPolicy = {}): Promise<Caller> {
  const factory = createClientFactory({ xds: await load(istiod) });
  const client = factory.client(whoami, `xds:///${hostOf(name)}:50051`, { deadlineMs: 2_000, ...policy });
  return { factory, ask: () => client.ask('who'), askForbidden: () => client.forbidden('who') };
}

let agentFile: Promise<string> | undefined;

async function load(istiod: Istiod): Promise<XdsSupport> {
  agentFile ??= writeAgentFile(istiod);
  return loadXds({ bootstrap: istio({ file: await agentFile }), logger: { warn: () => {} } });
}

/** The bootstrap as Istio's agent writes it: certificates in files, and no locality. */
async function writeAgentFile({ uri }: Istiod): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'e2e-xds-istio-'));
  const ca = new TestCa('cluster.local');
  const { cert, key } = ca.issue({ commonName: 'greeter', uris: [IDENTITY] });
  const files = { 'root-cert.pem': ca.cert, 'cert-chain.pem': cert, 'key.pem': key };
  for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content, { mode: 0o600 });
  const bootstrap = {
    xds_servers: [{ server_uri: uri, channel_creds: [{ type: 'insecure' }], server_features: ['xds_v3'] }],
    node: {
      id: 'sidecar~127.0.0.1~greeter.default~default.svc.cluster.local',
      metadata: { GENERATOR: 'grpc', NAMESPACE: 'default', ISTIO_VERSION: '1.28.0' },
    },
    certificate_providers: {
      default: {
        plugin_name: 'file_watcher',
        config: {
          certificate_file: join(directory, 'cert-chain.pem'),
          private_key_file: join(directory, 'key.pem'),
          ca_certificate_file: join(directory, 'root-cert.pem'),
          refresh_interval: '900s',
        },
      },
    },
    server_listener_resource_name_template: 'xds.istio.io/grpc/lds/inbound/%s',
  };
  const file = join(directory, 'grpc-bootstrap.json');
  await writeFile(file, JSON.stringify(bootstrap));
  return file;
}
