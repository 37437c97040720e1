import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HUB } from './network.js';

const DOMAIN = 'cluster.local';
const NAMESPACE = 'shop';

/** What a kubelet writes into every pod of the namespace. */
export const RESOLV_CONF = `search ${NAMESPACE}.svc.${DOMAIN} svc.${DOMAIN} ${DOMAIN}\nnameserver ${HUB}\noptions ndots:5\n`;

/** dnsmasq in the place of the cluster's DNS. */
export class ClusterDns {
  readonly #hosts: string;
  readonly #process: ChildProcess;

  constructor(scratch: string) {
    this.#hosts = join(scratch, 'hosts');
    mkdirSync(this.#hosts);
    this.#process = spawn(
      'dnsmasq',
      [
        '--keep-in-foreground',
        '--no-resolv',
        '--no-hosts',
        '--user=root',
        '--pid-file=',
        `--listen-address=${HUB}`,
        '--bind-interfaces',
        `--hostsdir=${this.#hosts}`,
        '--local=/#/',
        // As short as CoreDNS answers headless Services.
        '--local-ttl=5',
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
  }

  /** The addresses of a headless Service from now on. */
  publish(service: string, addresses: readonly string[]): void {
    const name = `${service}.${NAMESPACE}.svc.${DOMAIN}`;
    const file = join(this.#hosts, service);
    // In one step: dnsmasq reads a file as soon as it is there.
    writeFileSync(`${this.#hosts}.new`, addresses.map((address) => `${address} ${name}\n`).join(''));
    renameSync(`${this.#hosts}.new`, file);
    // inotify brings what was added; what was taken away needs this.
    this.#process.kill('SIGHUP');
  }

  close(): void {
    this.#process.kill('SIGKILL');
  }
}
