export type {
  Discovery,
  DiscoveryOptions,
  Endpoint,
  EndpointListener,
  EndpointSource,
} from './discovery/endpoint-source.js';
export { GrpcKitError, type GrpcKitErrorCode } from './errors.js';
export type {
  BackendState,
  ClientAttempt,
  ClientCall,
  KitEvent,
  Logger,
  Observer,
  ServerCall,
} from './observe/observer.js';
export type {
  ChannelPolicy,
  ConnectionPolicy,
  DiscoveryPolicy,
  HealthCheckPolicy,
  HedgingPolicy,
  KeepalivePolicy,
  LoadBalancing,
  OutlierDetectionPolicy,
  RetryableCode,
  RetryPolicy,
  TlsPolicy,
} from './policy/channel-policy.js';
export { parseTarget, type Target } from './target.js';
