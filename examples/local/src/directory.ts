import { freePort, startDnsServer } from '@org/testing';

/** Where a pod listens. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** Of its metrics and probes. */
  readonly adminPort: number;
}

/** The demo's stand-in for a headless Service: names pods, and publishes those that are ready in DNS. */
export interface Directory {
  /** The kit's target for all published pods. */
  readonly target: string;
  /** Where plain grpc-js finds the same. */
  readonly plainTarget: string;
  readonly dnsAddress: string;
  /** An endpoint that no pod had before. */
  next(): Promise<Endpoint>;
  /** Takes force after the lag. */
  publish(endpoints: readonly Endpoint[]): void;
  /** How long a change takes to reach DNS, in ms. */
  lagMs: number;
  /** When the record of an address appeared, by `performance.now()`. */
  publishedAt(address: string): number | undefined;
  close(): Promise<void>;
}

const NAME = 'greeter.demo';
const SERVICE = `_grpc._tcp.${NAME}`;
const LAST_HOST = 254;

/** Every pod has an address of its own where the system allows it; else all share one and differ in ports. */
export async function createDirectory(manyAddresses: boolean): Promise<Directory> {
  const dns = await startDnsServer();
  const [port, adminPort] = [await freePort(), await freePort()];
  const published = new Map<string, number>();
  const pending = new Set<NodeJS.Timeout>();
  let host = 1;

  function write(endpoints: readonly Endpoint[]): void {
    if (manyAddresses) {
      dns.setAddresses(
        NAME,
        endpoints.map((endpoint) => endpoint.host),
      );
    } else {
      dns.setAddresses(NAME, ['127.0.0.1']);
      dns.setServices(
        SERVICE,
        endpoints.map((endpoint) => ({ target: NAME, port: endpoint.port })),
      );
    }
    for (const endpoint of endpoints) {
      const address = addressOf(endpoint);
      if (!published.has(address)) published.set(address, performance.now());
    }
  }

  function cancelPending(): void {
    for (const timer of pending) clearTimeout(timer);
    pending.clear();
  }

  const directory: Directory = {
    target: manyAddresses ? `dns://${dns.address}/${NAME}:${port}` : `srv://${dns.address}/${SERVICE}`,
    plainTarget: `dns://${dns.address}/${NAME}:${port}`,
    dnsAddress: dns.address,
    lagMs: 0,
    next: async () => {
      if (!manyAddresses) return { host: '127.0.0.1', port: await freePort(), adminPort: await freePort() };
      host = host === LAST_HOST ? 2 : host + 1;
      return { host: `127.0.0.${host}`, port, adminPort };
    },
    publish: (endpoints) => {
      if (directory.lagMs === 0) {
        cancelPending();
        return write(endpoints);
      }
      const timer = setTimeout(() => {
        pending.delete(timer);
        write(endpoints);
      }, directory.lagMs);
      pending.add(timer);
    },
    publishedAt: (address) => published.get(address),
    close: () => {
      cancelPending();
      return dns.close();
    },
  };
  return directory;
}

export function addressOf({ host, port }: Endpoint): string {
  return `${host}:${port}`;
}
