export {
  type DnsBehaviour,
  type DnsServer,
  type DnsServerOptions,
  type SrvRecord,
  startDnsServer,
} from './dns-server.js';
export { until } from './until.js';
