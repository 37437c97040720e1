import type { Resource } from './ads-protocol.js';

const TYPES = 'type.googleapis.com';
const HTTP_MANAGER = `${TYPES}/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager`;
const ADS = { ads: {}, resource_api_version: 'V3' };

export const LISTENER = `${TYPES}/envoy.config.listener.v3.Listener`;
const ROUTE = `${TYPES}/envoy.config.route.v3.RouteConfiguration`;
export const CLUSTER = `${TYPES}/envoy.config.cluster.v3.Cluster`;
const ENDPOINTS = `${TYPES}/envoy.config.endpoint.v3.ClusterLoadAssignment`;

const router = {
  name: 'router',
  typed_config: { '@type': `${TYPES}/envoy.extensions.filters.http.router.v3.Router` },
};

/** A listener for `xds:///name` that asks for the route configuration `routeName`. */
export function clientListener(name: string, routeName: string = name): Resource {
  return {
    '@type': LISTENER,
    name,
    api_listener: {
      api_listener: {
        '@type': HTTP_MANAGER,
        rds: { route_config_name: routeName, config_source: ADS },
        http_filters: [router],
      },
    },
  };
}

/** Routes everything of an authority to clusters by weight. */
export function route(name: string, clusters: Readonly<Record<string, number>>, domain = name): Resource {
  return {
    '@type': ROUTE,
    name,
    virtual_hosts: [
      {
        name: 'all',
        domains: [domain],
        routes: [
          {
            match: { prefix: '' },
            route: {
              weighted_clusters: {
                clusters: Object.entries(clusters).map(([cluster, weight]) => ({
                  name: cluster,
                  weight: { value: weight },
                })),
              },
            },
          },
        ],
      },
    ],
  };
}

/** A round robin cluster whose endpoints come by EDS; `fields` are added as they are. */
export function cluster(name: string, fields: object = {}): Resource {
  return {
    '@type': CLUSTER,
    name,
    type: 'EDS',
    eds_cluster_config: { eds_config: ADS },
    lb_policy: 'ROUND_ROBIN',
    ...fields,
  };
}

/** The endpoints of a cluster, `ip:port` each, in one locality. */
export function endpoints(name: string, addresses: readonly string[]): Resource {
  return {
    '@type': ENDPOINTS,
    cluster_name: name,
    endpoints: [
      {
        locality: { region: 'r', zone: 'z', sub_zone: '' },
        load_balancing_weight: { value: 1 },
        lb_endpoints: addresses.map((address) => ({ endpoint: { address: socketAddress(address) } })),
      },
    ],
  };
}

/** Everything that one service of one cluster needs. */
export function service(name: string, addresses: readonly string[], clusterFields: object = {}): Resource[] {
  return [clientListener(name), route(name, { [name]: 100 }), cluster(name, clusterFields), endpoints(name, addresses)];
}

/** What a server's listener can have besides its address. */
export interface ServerListenerOptions {
  readonly transportSocket?: object;
  readonly filters?: readonly object[];
}

/** The listener of an xDS server at `ip:port`, under the name of gRFC A36. */
export function serverListener(
  address: string,
  { transportSocket, filters = [] }: ServerListenerOptions = {},
): Resource {
  return {
    '@type': LISTENER,
    name: `grpc/server?xds.resource.listening_address=${address}`,
    address: socketAddress(address),
    filter_chains: [
      {
        filters: [
          {
            name: 'manager',
            typed_config: {
              '@type': HTTP_MANAGER,
              route_config: {
                virtual_hosts: [
                  { name: 'all', domains: ['*'], routes: [{ match: { prefix: '' }, non_forwarding_action: {} }] },
                ],
              },
              http_filters: [...filters, router],
            },
          },
        ],
        ...(transportSocket && { transport_socket: transportSocket }),
      },
    ],
  };
}

/** TLS that a client uses towards a cluster: its own certificate, the roots, and the name it expects. */
export function upstreamTls(provider: string, expectedName: string): object {
  return {
    transport_socket: {
      name: 'envoy.transport_sockets.tls',
      typed_config: {
        '@type': `${TYPES}/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext`,
        common_tls_context: {
          tls_certificate_provider_instance: { instance_name: provider },
          validation_context: {
            ca_certificate_provider_instance: { instance_name: provider },
            match_subject_alt_names: [{ exact: expectedName }],
          },
        },
      },
    },
  };
}

/** TLS that a server asks of its clients: with a certificate of theirs. */
export function downstreamTls(provider: string): object {
  return {
    name: 'envoy.transport_sockets.tls',
    typed_config: {
      '@type': `${TYPES}/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext`,
      require_client_certificate: { value: true },
      common_tls_context: {
        tls_certificate_provider_instance: { instance_name: provider },
        validation_context: { ca_certificate_provider_instance: { instance_name: provider } },
      },
    },
  };
}

/** An HTTP filter that lets nobody call `path` (Istio's AuthorizationPolicy becomes such a filter). */
export function denyPath(path: string): object {
  return {
    name: 'rbac',
    typed_config: {
      '@type': `${TYPES}/envoy.extensions.filters.http.rbac.v3.RBAC`,
      rules: {
        action: 'DENY',
        policies: {
          nobody: { permissions: [{ url_path: { path: { exact: path } } }], principals: [{ any: true }] },
        },
      },
    },
  };
}

function socketAddress(address: string): object {
  const colon = address.lastIndexOf(':');
  return { socket_address: { address: address.slice(0, colon), port_value: Number(address.slice(colon + 1)) } };
}
