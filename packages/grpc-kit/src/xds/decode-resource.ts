import type { XdsResourceKind } from './config-dump.js';

/** The decoded message of a resource, its fields as in the proto; undefined when it cannot be decoded. */
export type DecodeResource = (kind: XdsResourceKind, encoded: Uint8Array) => object | undefined;

interface LibraryInternals {
  readonly decodeSingleResource?: (typeUrl: string, message: Uint8Array) => object;
}

const TYPES: Readonly<Record<XdsResourceKind, string>> = {
  listener: 'envoy.config.listener.v3.Listener',
  route: 'envoy.config.route.v3.RouteConfiguration',
  cluster: 'envoy.config.cluster.v3.Cluster',
  endpoints: 'envoy.config.endpoint.v3.ClusterLoadAssignment',
};

/** The library's own decoder, which has the protos; without effect in versions of the library that look different. */
export async function resourceDecoder(): Promise<DecodeResource> {
  const internals = await import('@grpc/grpc-js-xds/build/src/resources.js').then(
    (module) => module as unknown as LibraryInternals & { readonly default?: LibraryInternals },
    () => undefined,
  );
  const decode = internals?.decodeSingleResource ?? internals?.default?.decodeSingleResource;
  return (kind, encoded) => {
    try {
      return decode?.(`type.googleapis.com/${TYPES[kind]}`, encoded);
    } catch {
      return undefined;
    }
  };
}
