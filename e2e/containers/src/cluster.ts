import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Container,
  ContainerHost,
  type ContainerOptions,
  MountedSecret,
  readOnlyBind,
  tmpfs,
  until,
} from '@org/testing';
import { ClusterDns, RESOLV_CONF } from './dns.js';
import { SERVICES } from './image.js';
import { Network } from './network.js';

const GREETER = 'greeter-headless';
const GREETER_PORT = 50051;
const READY_MS = 20_000;

/** A container with an address of its own. */
export type Pod = Container & { readonly ip: string };

/** A namespace of a cluster, small: DNS, one greeter Service, one BFF. */
export class Cluster {
  readonly #host: ContainerHost;
  readonly #resolvConf: string;
  readonly #network = new Network();
  readonly #dns: ClusterDns;
  /** The Secret that every greeter signs with. */
  readonly signingKey = new MountedSecret({ 'signing-key': 'the first key of them all' });

  /** `scratch` has the image. */
  constructor(scratch: string) {
    this.#host = new ContainerHost(scratch);
    this.#dns = new ClusterDns(scratch);
    this.#resolvConf = join(scratch, 'resolv.conf');
    writeFileSync(this.#resolvConf, RESOLV_CONF);
  }

  /** Starts a greeter and waits until it is ready; DNS does not know it yet. */
  async greeter(options: ContainerOptions = {}): Promise<Pod> {
    const { mounts = [tmpfs('/tmp')] } = options;
    const greeter = this.#start('greeter', {
      ...options,
      mounts: [...mounts, readOnlyBind(this.signingKey.directory, '/secrets/signing')],
      env: {
        DRAIN_DELAY_MS: '3000',
        SHUTDOWN_DEADLINE_MS: '10000',
        SIGNING_KEY_DIR: '/secrets/signing',
        ...options.env,
      },
    });
    await this.#ready(greeter, `http://${greeter.ip}:8081/readyz`);
    return greeter;
  }

  greeters(count: number): Promise<Pod[]> {
    return Promise.all(Array.from({ length: count }, () => this.greeter()));
  }

  /** Starts a BFF; it waits for nobody. */
  async bff(env: Readonly<Record<string, string>> = {}): Promise<Pod> {
    const bff = this.#start('bff', {
      mounts: [tmpfs('/tmp')],
      env: {
        GREETER_TARGET: `dns:///${GREETER}:${GREETER_PORT}`,
        DNS_REFRESH_MS: '1000',
        DRAIN_DELAY_MS: '500',
        SHUTDOWN_DEADLINE_MS: '5000',
        ...env,
      },
    });
    await this.#ready(bff, `http://${bff.ip}:8080/livez`);
    return bff;
  }

  /** What DNS answers for the greeters' headless Service. */
  publish(greeters: readonly Pod[]): void {
    this.#dns.publish(
      GREETER,
      greeters.map(({ ip }) => ip),
    );
  }

  async close(): Promise<void> {
    this.#dns.close();
    this.signingKey.close();
    await this.#host[Symbol.asyncDispose]();
  }

  #start(service: keyof typeof SERVICES, options: ContainerOptions): Pod {
    const { ip, namespace } = this.#network.attach();
    const name = `${service}-${ip.split('.').at(-1)}`;
    const { env, mounts = [] } = options;
    const container = this.#host.start(['/usr/bin/node', `${SERVICES[service]}/dist/main.js`], {
      cwd: '/app-workdir',
      ...options,
      name,
      network: namespace,
      env: { NODE_ENV: 'production', POD_NAME: name, POD_IP: ip, POD_NAMESPACE: 'shop', ...env },
      mounts: [...mounts, readOnlyBind(this.#resolvConf, '/etc/resolv.conf')],
    });
    return Object.assign(container, { ip });
  }

  async #ready(pod: Pod, url: string): Promise<void> {
    await until(
      `${pod.name} at ${url}`,
      async () => {
        if (!pod.running) throw new Error(`${pod.name} ended:\n${pod.stdout}${pod.stderr}`);
        const response = await fetch(url, { signal: AbortSignal.timeout(1000) }).catch(() => undefined);
        return response?.ok;
      },
      READY_MS,
    );
  }
}
