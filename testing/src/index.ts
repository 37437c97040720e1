export { CapturedProcess } from './captured-process.js';
export type { Container } from './containers/container.js';
export {
  ContainerHost,
  type ContainerResult,
  containerScratch,
  removeContainerScratch,
} from './containers/container-host.js';
export {
  type ContainerOptions,
  type Mount,
  readOnlyBind,
  tmpfs,
  unhardened,
} from './containers/container-options.js';
export { containersMissing } from './containers/containers-missing.js';
export { makeNodeImage } from './containers/node-image.js';
export {
  type DnsBehaviour,
  type DnsServer,
  type DnsServerOptions,
  type SrvRecord,
  startDnsServer,
} from './dns-server.js';
export { type EndpointSpec, type SliceSpec, sliceObject } from './endpoint-slice-object.js';
export { freePort } from './free-port.js';
export { TestApiServer } from './kubernetes-api.js';
export { MountedSecret } from './mounted-secret.js';
export { type CertificateRequest, type Issued, TestCa } from './pki.js';
export { until } from './until.js';
