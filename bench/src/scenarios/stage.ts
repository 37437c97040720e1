import { type DnsServer, freePort, startDnsServer } from '@org/testing';
import { BackendHandle, type BackendOptions } from './backend-handle.js';
import { ClientHandle } from './client-handle.js';
import type { SubjectName, SubjectOptions } from './subjects/subject.js';

const NAME = 'echo.test';

export interface StageSetting<N extends number> extends Omit<BackendOptions, 'host' | 'port'> {
  /** How many there are from the start. */
  readonly backends: N;
  /** How many of them DNS answers at first; 0: the name does not exist. Default: all. */
  readonly published?: number;
}

/** The backends of the setting, and the address of each. */
export interface Backends<N extends number> {
  readonly backends: Tuple<BackendHandle, N>;
  readonly hosts: Tuple<string, N>;
}

/** N of the same, so that one by one can be named. */
type Tuple<T, N extends number, Sofar extends T[] = []> = Sofar['length'] extends N
  ? Sofar
  : Tuple<T, N, [...Sofar, T]>;

/** What a scenario plays on: a DNS server, backends and clients; all of it ends with it. */
export class Stage implements AsyncDisposable {
  readonly dns: DnsServer;
  readonly port: number;
  readonly #backends = new Set<BackendHandle>();
  readonly #clients = new Set<ClientHandle>();

  private constructor(dns: DnsServer, port: number) {
    this.dns = dns;
    this.port = port;
  }

  static async open(): Promise<Stage> {
    return new Stage(await startDnsServer(), await freePort());
  }

  get target(): string {
    return `dns://${this.dns.address}/${NAME}:${this.port}`;
  }

  /** Starts backends on 127.0.0.2 and so on, and publishes them. */
  async set<const N extends number>(setting: StageSetting<N>): Promise<Backends<N>> {
    const { backends: count, published = count, ...options } = setting;
    const hosts = Array.from({ length: count }, (_, index) => `127.0.0.${2 + index}`);
    if (published > 0) this.publish(hosts.slice(0, published));
    const backends = await this.start(hosts, options);
    return { hosts, backends } as unknown as Backends<N>;
  }

  /** Starts a backend on each address. */
  start(hosts: readonly string[], options: Omit<BackendOptions, 'host' | 'port'> = {}): Promise<BackendHandle[]> {
    return Promise.all(hosts.map((host) => this.#backend({ ...options, host, port: this.port })));
  }

  async #backend(options: BackendOptions): Promise<BackendHandle> {
    const backend = await BackendHandle.start(options);
    this.#backends.add(backend);
    return backend;
  }

  /** The DNS name answers these addresses from now on. */
  publish(hosts: readonly string[]): void {
    this.dns.setAddresses(NAME, hosts);
  }

  async client(subject: SubjectName, options: Partial<SubjectOptions> = {}): Promise<ClientHandle> {
    const client = await ClientHandle.open(subject, { target: this.target, ...options });
    this.#clients.add(client);
    return client;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#clients, ...this.#backends].map((part) => part.close()));
    await this.dns.close();
  }
}
