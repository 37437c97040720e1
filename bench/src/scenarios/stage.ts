import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type DnsServer, startDnsServer } from '@org/testing';
import { BackendHandle, type BackendOptions } from './backend-handle.js';
import { ClientHandle } from './client-handle.js';
import type { SubjectName, SubjectOptions } from './subjects/subject.js';

const NAME = 'echo.test';

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

  /** Starts a backend on each address. */
  backends(hosts: readonly string[], options: Omit<BackendOptions, 'host' | 'port'> = {}): Promise<BackendHandle[]> {
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

  unpublish(): void {
    this.dns.remove(NAME);
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

/** `127.0.0.2`, `127.0.0.3`, … */
export const hosts = (count: number, from = 2): string[] =>
  Array.from({ length: count }, (_, index) => `127.0.0.${from + index}`);

export { delay };

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
