export type {
  XdsAuthority,
  XdsBootstrap,
  XdsBootstrapProvider,
  XdsCertificateProvider,
  XdsNodeBootstrap,
  XdsServerBootstrap,
} from './bootstrap.js';
export type { XdsConfigDump, XdsResource, XdsResourceKind, XdsResourceStatus } from './config-dump.js';
export { type CreateXdsServerOptions, createXdsServer } from './create-xds-server.js';
export { dumpXdsConfig } from './csds.js';
export { type LoadXdsOptions, loadXds } from './load-xds.js';
export {
  type BootstrapFileOptions,
  bootstrapFile,
  type ControlPlaneOptions,
  controlPlane,
  type IstioOptions,
  istio,
  type TrafficDirectorOptions,
  trafficDirector,
  type XdsCertificateFiles,
} from './presets.js';
export type { XdsDemands, XdsServerOptions, XdsServingState, XdsSupport } from './xds-support.js';
