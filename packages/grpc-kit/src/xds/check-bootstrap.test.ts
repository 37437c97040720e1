import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GrpcKitError } from '../errors.js';
import { checkBootstrap } from './check-bootstrap.js';

const server = { server_uri: 'istiod:15010', channel_creds: [{ type: 'insecure' }] };
const valid = { xds_servers: [server], node: { id: 'me' } };
const watcher = (config: object) => ({
  ...valid,
  certificate_providers: { default: { plugin_name: 'file_watcher', config } },
});

describe('what the library silently needs is filled in', () => {
  it('an empty locality', () => {
    expect(checkBootstrap(valid, 'test').node).toEqual({ id: 'me', locality: {} });
  });

  it('the refresh interval of certificates', () => {
    const { certificate_providers: providers } = checkBootstrap(watcher({ ca_certificate_file: '/ca' }), 'test');
    expect(providers?.['default']?.config.refresh_interval).toBe('600s');
  });

  it('what it does not know is kept', () => {
    expect(checkBootstrap({ ...valid, allowed_grpc_services: {} }, 'test')).toHaveProperty('allowed_grpc_services');
  });
});

describe('each mistake is refused with the field, its value and what is allowed', () => {
  it.each<[string, unknown, RegExp]>([
    ['no object', 'text', /bootstrap is "text", but must be an object/],
    ['no servers', { node: { id: 'me' } }, /xds_servers is undefined, but must be a list with one control plane/],
    ['no server', { ...valid, xds_servers: [] }, /xds_servers is \[\]/],
    [
      'no uri',
      { ...valid, xds_servers: [{ ...server, server_uri: undefined }] },
      /xds_servers\[0\]\.server_uri is undefined/,
    ],
    [
      'a URL',
      { ...valid, xds_servers: [{ ...server, server_uri: 'https://x' }] },
      /"https:\/\/x", but must be a gRPC target/,
    ],
    [
      'no creds',
      { ...valid, xds_servers: [{ server_uri: 'x:1' }] },
      /channel_creds is undefined, but must be a list with \{ type: 'insecure' \}/,
    ],
    ['creds that are no list', { ...valid, xds_servers: [{ ...server, channel_creds: {} }] }, /channel_creds is \{\}/],
    [
      'tls creds',
      { ...valid, xds_servers: [{ ...server, channel_creds: [{ type: 'tls' }] }] },
      /no tls credentials \(gRFC A65\)/,
    ],
    [
      'features that are no list',
      { ...valid, xds_servers: [{ ...server, server_features: 'x' }] },
      /server_features is "x"/,
    ],
    ['no node', { xds_servers: [server] }, /node is undefined, but must be an object/],
    ['no id', { ...valid, node: {} }, /node\.id is undefined/],
    ['a locality that is no object', { ...valid, node: { id: 'me', locality: 'eu' } }, /node\.locality is "eu"/],
    [
      'a zone that is no string',
      { ...valid, node: { id: 'me', locality: { zone: 1 } } },
      /locality\.zone is 1, but must be a string/,
    ],
    ['metadata that is no object', { ...valid, node: { id: 'me', metadata: [] } }, /metadata is \[\]/],
    [
      'an unknown plugin',
      { ...valid, certificate_providers: { a: { plugin_name: 'mesh_ca', config: {} } } },
      /"a"\]\.plugin_name is "mesh_ca", but must be 'file_watcher'/,
    ],
    ['no config', { ...valid, certificate_providers: { a: { plugin_name: 'file_watcher' } } }, /config is undefined/],
    [
      'a certificate without its key',
      watcher({ certificate_file: '/c' }),
      /certificate_file and private_key_file together/,
    ],
    ['no files', watcher({}), /at least ca_certificate_file/],
    [
      'a number as interval',
      watcher({ ca_certificate_file: '/ca', refresh_interval: 600 }),
      /refresh_interval is 600, but must be a string such as '600s'/,
    ],
    [
      'an interval without unit',
      watcher({ ca_certificate_file: '/ca', refresh_interval: '10m' }),
      /refresh_interval is "10m"/,
    ],
    [
      'a template without %s',
      { ...valid, server_listener_resource_name_template: 'x' },
      /template is "x", but must be a string with %s/,
    ],
    [
      'an authority with a foreign template',
      { ...valid, authorities: { a: { client_listener_resource_name_template: 'xdstp://b/%s' } } },
      /begins with xdstp:\/\/a\//,
    ],
    [
      'a misspelt key',
      { ...valid, certificate_provider: {} },
      /certificate_provider is \{\}, but must be called certificate_providers/,
    ],
    ['what JSON cannot hold', { ...valid, node: { id: 'me', metadata: { n: 1n } } }, /cannot be written as JSON/],
  ])('%s', (_, bootstrap, message) => {
    const check = (): unknown => checkBootstrap(bootstrap, 'here');
    expect(check).toThrow(GrpcKitError);
    expect(check).toThrow(
      expect.objectContaining({ code: 'ERR_XDS_BOOTSTRAP', message: expect.stringMatching(message) }),
    );
  });
});

describe('every bootstrap that is in order', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9.-]{0,20}$/);
  const some = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(fields, { requiredKeys: [] });
  const servers = fc.array(
    fc.record({
      server_uri: fc.oneof(
        fc.webAuthority({ withPort: true }).map((authority) => `dns:///${authority}`),
        name.map((path) => `unix:/run/${path}`),
      ),
      channel_creds: fc.constantFrom(
        [{ type: 'insecure' }],
        [{ type: 'google_default' }],
        [{ type: 'tls', config: {} }, { type: 'insecure' }],
      ),
      server_features: fc.subarray(['xds_v3', 'ignore_resource_deletion']),
    }),
    { minLength: 1, maxLength: 3 },
  );
  const certificates = fc.constantFrom(
    { ca_certificate_file: '/ca' },
    { certificate_file: '/cert', private_key_file: '/key' },
    { certificate_file: '/cert', private_key_file: '/key', ca_certificate_file: '/ca', refresh_interval: '0.5s' },
  );
  const authorities = fc
    .dictionary(name, servers, { maxKeys: 3 })
    .map((found) =>
      Object.fromEntries(
        Object.entries(found).map(([authority, xds_servers]) => [
          authority,
          { xds_servers, client_listener_resource_name_template: `xdstp://${authority}/listener/%s` },
        ]),
      ),
    );
  const bootstraps = fc
    .tuple(
      fc.record({
        xds_servers: servers,
        node: fc
          .tuple(fc.record({ id: name }), some({ cluster: name, locality: some({ region: name, zone: name }) }))
          .map(([id, rest]) => ({ ...id, ...rest })),
      }),
      some({
        authorities,
        certificate_providers: fc.dictionary(
          name,
          certificates.map((config) => ({ plugin_name: 'file_watcher', config })),
          { maxKeys: 3 },
        ),
        client_default_listener_resource_name_template: fc.constant('listener/%s'),
        server_listener_resource_name_template: fc.constant('grpc/server?address=%s'),
      }),
    )
    .map(([needed, rest]) => ({ ...needed, ...rest }));

  it('is accepted, kept as it is but for what is filled in, and accepted again', () => {
    fc.assert(
      fc.property(bootstraps, (bootstrap) => {
        const checked = checkBootstrap(bootstrap, 'here');
        expect(checked).toMatchObject(JSON.parse(JSON.stringify(bootstrap)));
        expect(checkBootstrap(checked, 'again')).toEqual(checked);
      }),
      { numRuns: 300 },
    );
  });

  it('is refused with a field when any one part of it is something else', () => {
    const junk = fc.constantFrom(null, 0, '', 'x', true, [], {}, [null], { a: 1 });
    fc.assert(
      fc.property(bootstraps, fc.nat(), junk, (bootstrap, at, value) => {
        const places = placesOf(bootstrap);
        const place = places[at % places.length] ?? [];
        try {
          checkBootstrap(replaced(bootstrap, place, value), 'here');
        } catch (error) {
          expect(error).toMatchObject({
            code: 'ERR_XDS_BOOTSTRAP',
            message: expect.stringMatching(/^here[.:].* is .*, but must be /),
          });
        }
      }),
      { numRuns: 500 },
    );
  });

  function placesOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
    if (typeof value !== 'object' || value === null) return [path];
    return [path, ...Object.entries(value).flatMap(([key, part]) => placesOf(part, [...path, key]))];
  }

  function replaced(whole: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
    if (key === undefined) return value;
    const copy = structuredClone(whole) as Record<string, unknown>;
    copy[key] = replaced(copy[key], rest, value);
    return copy;
  }
});
