import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClientFactory } from '../client/create-client-factory.js';
import { healthDefinition } from '../health-protocol.js';
import { parseTarget } from '../target.js';
import { loadXds } from './load-xds.js';
import { bootstrapFile, controlPlane } from './presets.js';
import { installBootstrap } from './process-bootstrap.js';

const FILE = 'GRPC_XDS_BOOTSTRAP';
const TEXT = 'GRPC_XDS_BOOTSTRAP_CONFIG';
const absent = bootstrapFile('/does/not/exist');
const warnings: string[] = [];
const logger = { warn: (_: object, message: string) => void warnings.push(message) };

beforeEach(() => {
  warnings.length = 0;
  forgetBootstrap();
});
afterEach(forgetBootstrap);

function forgetBootstrap(): void {
  delete process.env[FILE];
  delete process.env[TEXT];
}

describe('no bootstrap', () => {
  it.each([
    ['nothing is set', undefined, undefined, /neither GRPC_XDS_BOOTSTRAP nor/],
    [
      'the file of the environment is missing',
      '/missing.json',
      undefined,
      /GRPC_XDS_BOOTSTRAP=\/missing\.json does not exist/,
    ],
    ['the preset finds none', undefined, absent, /\/does\/not\/exist does not exist/],
  ])('is an error without a fallback: %s', async (_, file, bootstrap, message) => {
    if (file) process.env[FILE] = file;
    const loading = loadXds(bootstrap ? { bootstrap } : {});
    await expect(loading).rejects.toMatchObject({ code: 'ERR_XDS_BOOTSTRAP', message: expect.stringMatching(message) });
  });

  it('takes the fallback, and says so', async () => {
    const xds = await loadXds({ bootstrap: absent, fallback: 'dns:///%s', logger });
    expect(xds.mode).toBe('fallback');
    expect(xds.resolveTarget(parseTarget('xds:///greeter:50051'))).toBe('dns:///greeter:50051');
    expect(warnings).toEqual([expect.stringMatching(/no xDS bootstrap .*use dns:\/\/\/%s instead/)]);
    expect(xds.dump().resources).toEqual([]);
  });

  it('never hides a bootstrap that is wrong', async () => {
    process.env[TEXT] = '{';
    await expect(loadXds({ fallback: 'dns:///%s', logger })).rejects.toMatchObject({ code: 'ERR_XDS_BOOTSTRAP' });
  });
});

describe('a fallback', () => {
  it('that is an xds target is refused', async () => {
    await expect(loadXds({ bootstrap: absent, fallback: 'xds:///x', logger })).rejects.toMatchObject({
      code: 'ERR_XDS',
    });
  });

  it('without %s stands in for one service', async () => {
    const xds = await loadXds({ bootstrap: absent, fallback: 'dns:///greeter-headless:50051', logger });
    expect(xds.resolveTarget(parseTarget('xds:///greeter'))).toBe('dns:///greeter-headless:50051');
    expect(() => xds.resolveTarget(parseTarget('xds:///other'))).toThrow(/stands in for xds:\/\/\/greeter already/);
  });

  it('is refused when the policy demands TLS from xDS', async () => {
    const xds = await loadXds({ bootstrap: absent, fallback: 'static:///127.0.0.1:1', logger });
    const factory = createClientFactory({ xds });
    const create = (): unknown => factory.client({ ...healthDefinition }, 'xds:///greeter', { tls: { fromXds: true } });
    expect(create).toThrow(
      expect.objectContaining({ code: 'ERR_XDS', message: expect.stringMatching(/demands TLS from xDS/) }),
    );
    expect(() => xds.createServer()).toThrow(expect.objectContaining({ code: 'ERR_XDS' }));
    await factory.close();
  });
});

describe('one bootstrap per process', () => {
  it('a second, different one is refused with the difference', () => {
    installBootstrap(controlPlane({ serverUri: 'one:1', nodeId: 'n' }));
    installBootstrap(controlPlane({ serverUri: 'one:1', nodeId: 'n' }));
    const install = (): void => installBootstrap(controlPlane({ serverUri: 'two:1', nodeId: 'n' }));
    expect(install).toThrow(/different bootstrap.*xds_servers is .*one:1.* there and .*two:1.* here/);
  });

  it('what the environment holds counts too', () => {
    process.env[TEXT] = JSON.stringify({
      xds_servers: [{ server_uri: 'env:1', channel_creds: [{ type: 'insecure' }] }],
      node: { id: 'n' },
    });
    expect(() => installBootstrap(controlPlane({ serverUri: 'two:1', nodeId: 'n' }))).toThrow(/env:1/);
  });
});

describe('targets', () => {
  it('TLS from xDS is refused elsewhere, and beside files', async () => {
    const factory = createClientFactory();
    const create = (target: string, tls: object): unknown => factory.client({ ...healthDefinition }, target, { tls });
    expect(() => create('static:///127.0.0.1:1', { fromXds: true })).toThrow(/fromXds/);
    expect(() => create('xds:///x', { fromXds: true, caFile: '/ca' })).toThrow(/absent with policy\.tls\.fromXds/);
    await factory.close();
  });
});
