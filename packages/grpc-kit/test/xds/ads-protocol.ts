import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import {
  type GrpcObject,
  loadPackageDefinition,
  type ServiceClientConstructor,
  type ServiceDefinition,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

/** An xDS resource as JSON, its type in `@type`. */
export type Resource = { readonly '@type': string; readonly [field: string]: unknown };

/** envoy.service.discovery.v3.DiscoveryRequest, as far as a control plane reads it. */
export interface DiscoveryRequest {
  readonly type_url: string;
  readonly resource_names: readonly string[];
  readonly response_nonce: string;
  readonly version_info: string;
  readonly node: { readonly id: string } | null;
  readonly error_detail: { readonly message: string } | null;
}

/** envoy.service.discovery.v3.DiscoveryResponse. */
export interface DiscoveryResponse {
  readonly type_url: string;
  readonly version_info: string;
  readonly nonce: string;
  readonly resources: readonly Resource[];
}

const deps = join(dirname(createRequire(import.meta.url).resolve('@grpc/grpc-js-xds/package.json')), 'deps');

const EXTENSIONS = 'envoy/extensions';

const definition = loadSync(
  [
    'envoy/service/discovery/v3/ads.proto',
    'envoy/config/listener/v3/listener.proto',
    'envoy/config/route/v3/route.proto',
    'envoy/config/cluster/v3/cluster.proto',
    'envoy/config/endpoint/v3/endpoint.proto',
    `${EXTENSIONS}/clusters/aggregate/v3/cluster.proto`,
    `${EXTENSIONS}/filters/http/rbac/v3/rbac.proto`,
    `${EXTENSIONS}/filters/http/router/v3/router.proto`,
    `${EXTENSIONS}/filters/network/http_connection_manager/v3/http_connection_manager.proto`,
    `${EXTENSIONS}/transport_sockets/tls/v3/tls.proto`,
  ],
  {
    keepCase: true,
    longs: String,
    enums: String,
    defaults: true,
    oneofs: true,
    json: true,
    includeDirs: ['envoy-api', 'xds', 'googleapis', 'protoc-gen-validate'].map((part) => join(deps, part)),
  },
);

/** `envoy.service.discovery.v3.AggregatedDiscoveryService`, from the protos that grpc-js-xds carries. */
export const aggregatedDiscovery: ServiceDefinition = (
  reach(loadPackageDefinition(definition), 'envoy.service.discovery.v3') as {
    AggregatedDiscoveryService: ServiceClientConstructor;
  }
).AggregatedDiscoveryService.service;

/** All resources in one encoded DiscoveryResponse: how another program takes them without knowing JSON. */
export function encodeResources(resources: readonly Resource[]): Buffer {
  const { responseSerialize } = aggregatedDiscovery['StreamAggregatedResources'] as {
    responseSerialize: (response: object) => Buffer;
  };
  return responseSerialize({ resources, type_url: '', version_info: '', nonce: '' });
}

function reach(root: GrpcObject, path: string): GrpcObject {
  return path.split('.').reduce((at, part) => at[part] as GrpcObject, root);
}
