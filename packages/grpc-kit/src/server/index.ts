export type { AuthorizationContext, Authorize } from './authorizer.js';
export type { CutCall } from './call-desk.js';
export type { CloseOnOptions, SignalSubscription } from './close-on.js';
export { createServer, type KitServer } from './create-server.js';
export type {
  CallContext,
  ClientStreamHandler,
  DuplexHandler,
  Handlers,
  ServerStreamHandler,
  UnaryHandler,
} from './handler-types.js';
export type { ServerHealth } from './health.js';
export type { CloseOptions, CloseReport } from './leave.js';
export type { Peer, PeerCertificate } from './peer.js';
export type { ReflectionSource } from './reflection.js';
export type { ServerOptions } from './server-options.js';
export type { ServerTls } from './server-tls.js';
export { type StatusError, type StatusErrorOptions, statusError } from './status-error.js';
