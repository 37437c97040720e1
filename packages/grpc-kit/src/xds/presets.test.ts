import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bootstrapFile, controlPlane, istio, trafficDirector } from './presets.js';

/** What Istio's agent writes, without the locality that grpc-js-xds needs. */
const FROM_AGENT = {
  xds_servers: [
    { server_uri: 'unix:///etc/istio/proxy/XDS', channel_creds: [{ type: 'insecure' }], server_features: ['xds_v3'] },
  ],
  node: { id: 'sidecar~10.0.0.1~greeter.shop~shop.svc.cluster.local', metadata: { GENERATOR: 'grpc' } },
  certificate_providers: {
    default: {
      plugin_name: 'file_watcher',
      config: {
        certificate_file: '/var/lib/istio/data/cert-chain.pem',
        private_key_file: '/var/lib/istio/data/key.pem',
        ca_certificate_file: '/var/lib/istio/data/root-cert.pem',
        refresh_interval: '900s',
      },
    },
  },
  server_listener_resource_name_template: 'xds.istio.io/grpc/lds/inbound/%s',
};

async function temporaryFile(): Promise<string> {
  return join(await mkdtemp(join(tmpdir(), 'grpc-kit-xds-')), 'grpc-bootstrap.json');
}

describe('istio', () => {
  it('waits for the file of the agent, whole, and fills in the locality', async () => {
    const file = await temporaryFile();
    const found = istio({ file, waitMs: 20_000 })();
    await writeFile(file, JSON.stringify(FROM_AGENT).slice(0, 50));
    await new Promise((resolve) => setImmediate(resolve));
    await writeFile(file, JSON.stringify(FROM_AGENT));
    expect(await found).toEqual({ ...FROM_AGENT, node: { ...FROM_AGENT.node, locality: {} } });
  });

  it('counts as no bootstrap when the agent writes none in time', async () => {
    const source = istio({ file: await temporaryFile(), waitMs: 1 });
    expect(await source()).toBeUndefined();
    expect(source.source).toMatch(/grpc-bootstrap\.json does not exist after 1 ms/);
  });
});

describe('bootstrapFile', () => {
  it.each([
    ['is no JSON', '{', /is not JSON/],
    ['is no bootstrap', '{}', /grpc-bootstrap\.json: xds_servers is undefined/],
  ])('refuses a file that %s', async (_, content, message) => {
    const file = await temporaryFile();
    await writeFile(file, content);
    await expect(bootstrapFile(file)()).rejects.toThrow(message);
  });

  it('stops waiting when told', async () => {
    const controller = new AbortController();
    const waiting = bootstrapFile(await temporaryFile(), { waitMs: 60_000 })(controller.signal);
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow(/abort/i);
  });
});

describe('controlPlane', () => {
  it('needs an address alone', () => {
    const bootstrap = controlPlane({ serverUri: 'xds.example:18000' });
    expect(bootstrap.xds_servers[0]?.channel_creds).toEqual([{ type: 'insecure' }]);
    expect(bootstrap.node.locality).toEqual({});
    expect(bootstrap.server_listener_resource_name_template).toContain('%s');
    expect(controlPlane({ serverUri: 'xds.example:18000' })).toEqual(bootstrap);
  });

  it('refuses what the library would trip over', () => {
    expect(() => controlPlane({ serverUri: '' })).toThrow(/server_uri is ""/);
    expect(() => controlPlane({ serverUri: 'x:1', certificates: { a: { certFile: '/c' } } })).toThrow(/together/);
  });
});

describe('trafficDirector', () => {
  it('names the node as Traffic Director expects it', () => {
    const bootstrap = trafficDirector({ projectNumber: '123', network: 'vpc', nodeId: 'n', zone: 'z' });
    expect(bootstrap.node).toMatchObject({ id: 'projects/123/networks/vpc/nodes/n', locality: { zone: 'z' } });
    expect(bootstrap.xds_servers[0]).toMatchObject({
      server_uri: 'trafficdirector.googleapis.com:443',
      channel_creds: [{ type: 'google_default' }],
      server_features: ['xds_v3', 'ignore_resource_deletion'],
    });
  });

  it('refuses the id of a project', () => {
    expect(() => trafficDirector({ projectNumber: 'my-project' })).toThrow(/projectNumber is "my-project"/);
  });
});
