/** The kinds of resources a gRPC client asks for, in the order in which they lead to each other. */
export type XdsResourceKind = 'listener' | 'route' | 'cluster' | 'endpoints';

/** What became of a resource: asked for, absent, accepted, or refused by the client (with the last good one kept). */
export type XdsResourceStatus = 'REQUESTED' | 'DOES_NOT_EXIST' | 'ACKED' | 'NACKED';

/** One resource as the client has it (CSDS, gRFC A40). */
export interface XdsResource {
  readonly kind: XdsResourceKind;
  readonly name: string;
  readonly status: XdsResourceStatus;
  /** Version of the accepted resource; empty when there is none. */
  readonly version: string;
  /** Time of the last accepted update, ISO 8601. */
  readonly updatedAt?: string;
  /** Why the last update was refused, when it was. */
  readonly error?: string;
  /** Paths of fields that Envoy would obey and this client ignores; absent when there are none. */
  readonly ignored?: readonly string[];
}

/** Every resource of this process, and the node as which it asked. */
export interface XdsConfigDump {
  readonly nodeId: string;
  readonly resources: readonly XdsResource[];
}
