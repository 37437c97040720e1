/** The whole API of grpc-js-xds, an optional peer: only what runs after `loadXds` may import this. */
export type XdsLibrary = typeof import('@grpc/grpc-js-xds');
