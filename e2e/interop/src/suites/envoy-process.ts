import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServerProcess, startListening } from '../process.js';

const HTTP2 = {
  'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': {
    '@type': 'type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions',
    explicit_http_config: { http2_protocol_options: {} },
  },
};
const TYPES = 'type.googleapis.com/envoy.extensions.filters';
const MANAGER = `${TYPES}.network.http_connection_manager.v3.HttpConnectionManager`;
const ROUTER = `${TYPES}.http.router.v3.Router`;

/** Envoy with one listener that hands everything to one server: no retries, no time limit of its own. */
export function startEnvoy(program: string, upstream: string): Promise<ServerProcess> {
  return startListening(program, (port) => [
    ...['--use-dynamic-base-id', '--log-level', 'off', '--concurrency', '1'],
    ...['--config-path', configurationFile(configuration(port, upstream))],
  ]);
}

function configuration(port: number, upstream: string): object {
  const route = { match: { prefix: '/' }, route: { cluster: 'server', timeout: '0s' } };
  const cluster = {
    name: 'server',
    connect_timeout: '5s',
    type: 'STATIC',
    typed_extension_protocol_options: HTTP2,
    load_assignment: {
      cluster_name: 'server',
      endpoints: [{ lb_endpoints: [{ endpoint: { address: socketAddress(upstream) } }] }],
    },
  };
  return bootstrap(port, [{ name: 'all', domains: ['*'], routes: [route] }], [cluster]);
}

/** As a file, since a command line is too short for large configurations. */
export function configurationFile(configured: object): string {
  const file = join(mkdtempSync(join(tmpdir(), 'e2e-interop-')), 'envoy.json');
  writeFileSync(file, JSON.stringify(configured));
  return file;
}

/** Envoy that answers by itself, by these virtual hosts. */
export function directConfiguration(port: number, virtualHosts: readonly object[]): object {
  return bootstrap(port, virtualHosts, []);
}

function bootstrap(port: number, virtual_hosts: readonly object[], clusters: readonly object[]): object {
  const manager = {
    '@type': MANAGER,
    stat_prefix: 'ingress',
    codec_type: 'AUTO',
    stream_idle_timeout: '0s',
    route_config: { virtual_hosts },
    http_filters: [{ name: 'router', typed_config: { '@type': ROUTER } }],
  };
  const listener = {
    address: socketAddress(`127.0.0.1:${port}`),
    filter_chains: [{ filters: [{ name: 'http', typed_config: manager }] }],
  };
  const deprecated = { 'envoy.features.enable_all_deprecated_features': true };
  return {
    static_resources: { listeners: [listener], clusters },
    layered_runtime: { layers: [{ name: 'deprecated', static_layer: deprecated }] },
  };
}

function socketAddress(address: string): object {
  const [host, port] = address.split(':');
  return { socket_address: { address: host, port_value: Number(port) } };
}
