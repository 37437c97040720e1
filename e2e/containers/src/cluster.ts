import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { MountedSecret, until } from '@org/testing';
import { Container } from './container.js';
import { ClusterDns, RESOLV_CONF } from './dns.js';
import { SERVICES } from './image.js';
import { Network } from './network.js';
import type { ContainerSpec } from './oci-config.js';

const GREETER = 'greeter-headless';
const GREETER_PORT = 50051;
const READY_MS = 20_000;

export type Overrides = Partial<Omit<ContainerSpec, 'id' | 'ip' | 'rootfs' | 'networkNamespace' | 'cgroup' | 'args'>>;

/** A namespace of a cluster, small: DNS, one greeter Service, one BFF. */
export class Cluster {
  readonly #scratch: string;
  readonly #rootfs: string;
  readonly #dns: ClusterDns;
  readonly #network = new Network();
  readonly #containers: Container[] = [];
  /** The Secret that every greeter signs with. */
  readonly signingKey = new MountedSecret({ 'signing-key': 'the first key of them all' });

  constructor(scratch: string, rootfs: string) {
    this.#scratch = scratch;
    this.#rootfs = rootfs;
    this.#dns = new ClusterDns(scratch);
    writeFileSync(join(scratch, 'resolv.conf'), RESOLV_CONF);
    mkdirSync(join(scratch, 'bundles'), { recursive: true });
  }

  /** Starts a greeter and waits until it is ready; DNS does not know it yet. */
  async greeter(overrides: Overrides = {}): Promise<Container> {
    const greeter = this.#start('greeter', [`${SERVICES.greeter}/dist/main.js`], {
      ...overrides,
      env: {
        DRAIN_DELAY_MS: '3000',
        SHUTDOWN_DEADLINE_MS: '10000',
        SIGNING_KEY_DIR: '/secrets/signing',
        ...overrides.env,
      },
      binds: { '/secrets/signing': this.signingKey.directory, ...overrides.binds },
    });
    await this.#ready(greeter, `http://${greeter.ip}:8081/readyz`);
    return greeter;
  }

  greeters(count: number, overrides: Overrides = {}): Promise<Container[]> {
    return Promise.all(Array.from({ length: count }, () => this.greeter(overrides)));
  }

  /** Starts a BFF; it waits for nobody. */
  async bff(overrides: Overrides = {}): Promise<Container> {
    const bff = this.#start('bff', [`${SERVICES.bff}/dist/main.js`], {
      ...overrides,
      env: {
        GREETER_TARGET: `dns:///${GREETER}:${GREETER_PORT}`,
        DNS_REFRESH_MS: '1000',
        DRAIN_DELAY_MS: '500',
        SHUTDOWN_DEADLINE_MS: '5000',
        ...overrides.env,
      },
    });
    await this.#ready(bff, `http://${bff.ip}:8080/livez`);
    return bff;
  }

  /** What DNS answers for the greeters' headless Service. */
  publish(greeters: readonly Container[]): void {
    this.#dns.publish(
      GREETER,
      greeters.map(({ ip }) => ip),
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.#containers.map((container) => container.remove().catch(() => {})));
    this.#dns.close();
    this.signingKey.close();
  }

  #start(
    service: string,
    program: readonly string[],
    overrides: Overrides & { env: Record<string, string> },
  ): Container {
    const { ip, namespace } = this.#network.attach();
    const id = `${service}-${ip.split('.').at(-1)}`;
    const container = new Container(this.#scratch, {
      ...overrides,
      id,
      ip,
      rootfs: overrides.readOnlyRoot === false ? this.#writableRoot(id) : this.#rootfs,
      networkNamespace: namespace,
      cgroup: `${basename(this.#scratch)}-${id}`,
      args: ['/usr/bin/node', ...program],
      env: { POD_NAME: id, POD_IP: ip, POD_NAMESPACE: 'shop', ...overrides.env },
      binds: { '/etc/resolv.conf': join(this.#scratch, 'resolv.conf'), ...overrides.binds },
    });
    this.#containers.push(container);
    return container;
  }

  /** A root of the container's own over the image; the mount goes with this process's namespace. */
  #writableRoot(id: string): string {
    const [upper, work, merged] = ['upper', 'work', 'merged'].map((part) => join(this.#scratch, 'overlay', id, part));
    for (const path of [upper, work, merged]) mkdirSync(path as string, { recursive: true });
    const layers = `lowerdir=${this.#rootfs},upperdir=${upper},workdir=${work}`;
    execFileSync('mount', ['-t', 'overlay', 'overlay', '-o', layers, merged as string]);
    return merged as string;
  }

  async #ready(container: Container, url: string): Promise<void> {
    await until(
      `${container.id} at ${url}`,
      async () => {
        if (!container.running) throw new Error(`${container.id} ended:\n${container.output}`);
        const response = await fetch(url, { signal: AbortSignal.timeout(1000) }).catch(() => undefined);
        return response?.ok;
      },
      READY_MS,
    );
  }
}
