export type { CallError } from './client/call-error.js';
export type { CallOptions, MetadataInit, ParentCall } from './client/call-options.js';
export { type ChannelExtras, channelOptionsFor } from './client/channel-options-for.js';
export { createClient, type OwnLifecycle } from './client/create-client.js';
export { type ClientFactory, type ClientFactoryOptions, createClientFactory } from './client/create-client-factory.js';
export type { ClientClass } from './client/native-client.js';
export type { ClientMethod, PromiseClient } from './client/promise-client.js';
export type { ReadyOptions } from './client/ready.js';
export type { BackendSnapshot, ResolutionSnapshot, TargetSnapshot, TargetState } from './client/snapshot.js';
export type {
  AnyDefinition,
  GenericDefinition,
  MethodsOf,
  ProtobufEsService,
  ProtobufTsService,
} from './definition/service-definition.js';
export { type DnsDiscoveryOptions, dnsDiscovery } from './discovery/dns-discovery.js';
export type {
  Discovery,
  DiscoveryOptions,
  Endpoint,
  EndpointListener,
  EndpointSource,
} from './discovery/endpoint-source.js';
export { type SrvDiscoveryOptions, srvDiscovery } from './discovery/srv-discovery.js';
export { type StaticDiscoveryOptions, staticDiscovery } from './discovery/static-discovery.js';
export { GrpcKitError, type GrpcKitErrorCode } from './errors.js';
export type { CallTracer } from './observe/call-tracer.js';
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
  MethodPolicy,
  OutlierDetectionPolicy,
  RetryableCode,
  RetryPolicy,
  TlsPolicy,
} from './policy/channel-policy.js';
export { type PolicyFromEnvOptions, policyFromEnv } from './policy/policy-from-env.js';
export { policyFromFile } from './policy/policy-from-file.js';
export { policyFromServiceConfig } from './policy/policy-from-service-config.js';
export { parseTarget, type Target } from './target.js';
