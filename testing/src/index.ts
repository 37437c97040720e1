export {
  type DnsBehaviour,
  type DnsServer,
  type DnsServerOptions,
  type SrvRecord,
  startDnsServer,
} from './dns-server.js';
export { type EndpointSpec, type SliceSpec, sliceObject } from './endpoint-slice-object.js';
export { TestApiServer } from './kubernetes-api.js';
export { MountedSecret } from './mounted-secret.js';
export { type CertificateRequest, type Issued, TestCa } from './pki.js';
export { until } from './until.js';
