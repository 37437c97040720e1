import { addAdminServicesToServer, type Server, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { GrpcKitError } from '../errors.js';
import type { XdsConfigDump, XdsResource, XdsResourceKind, XdsResourceStatus } from './config-dump.js';

/** A resource with its encoded message: the accepted one, or the last accepted one when an update was refused. */
export interface RawXdsResource extends XdsResource {
  readonly encoded?: Uint8Array;
}

const KINDS: Readonly<Record<string, XdsResourceKind>> = {
  'envoy.config.listener.v3.Listener': 'listener',
  'envoy.config.route.v3.RouteConfiguration': 'route',
  'envoy.config.cluster.v3.Cluster': 'cluster',
  'envoy.config.endpoint.v3.ClusterLoadAssignment': 'endpoints',
};

interface Encoded {
  readonly value?: Uint8Array;
}

/** envoy.service.status.v3.ClientConfig, as far as grpc-js-xds fills it. */
interface ClientConfig {
  readonly node?: { readonly id?: string };
  readonly generic_xds_configs: readonly {
    readonly name: string;
    readonly type_url: string;
    readonly client_status: XdsResourceStatus;
    readonly version_info?: string;
    readonly xds_config?: Encoded;
    readonly last_updated?: { readonly seconds: number; readonly nanos: number };
    readonly error_state?: { readonly details?: string; readonly failed_configuration?: Encoded };
  }[];
}

type FetchClientStatus = (
  call: { readonly request: { readonly node_matchers: readonly never[] } },
  done: (error: unknown, response: { readonly config: readonly ClientConfig[] }) => void,
) => void;

/** Whether grpc-js-xds was registered with the copy of grpc-js that the kit uses. */
export function isXdsRegistered(): boolean {
  return fetchClientStatus() !== undefined;
}

/**
 * Every xDS resource this process asked for and what became of it, without opening a port (gRFC A40).
 * @throws GrpcKitError `ERR_XDS` when xDS is not loaded.
 */
export function dumpXdsConfig(): XdsConfigDump {
  const { nodeId, resources } = readClientStatus();
  return { nodeId, resources: resources.map(withoutMessage) };
}

/** As `dumpXdsConfig`, with the encoded messages. */
export function readClientStatus(): { readonly nodeId: string; readonly resources: readonly RawXdsResource[] } {
  const fetch = fetchClientStatus();
  if (!fetch) throw new GrpcKitError('ERR_XDS', 'xDS is not loaded in this process: await loadXds() first');
  let configs: readonly ClientConfig[] = [];
  fetch({ request: { node_matchers: [] } }, (_, response) => {
    configs = response.config;
  });
  return {
    nodeId: configs[0]?.node?.id ?? '',
    resources: configs.flatMap((config) => config.generic_xds_configs.map(toResource)),
  };
}

export function withoutMessage({ encoded: _, ...resource }: RawXdsResource): XdsResource {
  return resource;
}

function toResource(config: ClientConfig['generic_xds_configs'][number]): RawXdsResource {
  const encoded = (config.xds_config ?? config.error_state?.failed_configuration)?.value;
  const { last_updated: updated, error_state: error } = config;
  return {
    kind: KINDS[config.type_url.replace(/^.*\//, '')] ?? 'listener',
    name: config.name,
    status: config.client_status,
    version: config.version_info ?? '',
    ...(updated && { updatedAt: new Date(updated.seconds * 1000 + updated.nanos / 1e6).toISOString() }),
    ...(error?.details && { error: error.details }),
    ...(encoded && { encoded }),
  };
}

/** grpc-js hands its admin services to whatever has an `addService`; nothing else leads to the CSDS handlers. */
function fetchClientStatus(): FetchClientStatus | undefined {
  let found: FetchClientStatus | undefined;
  const collector = {
    addService(_: object, handlers: UntypedServiceImplementation): void {
      found ??= handlers['FetchClientStatus'] as FetchClientStatus | undefined;
    },
  };
  addAdminServicesToServer(collector as unknown as Server);
  return found;
}
