import { execFileSync } from 'node:child_process';

const BRIDGE = 'br0';
const PREFIX = '10.77.0';

/** Where the DNS server of the containers listens: on the bridge. */
export const HUB = `${PREFIX}.1`;

const ip = (...args: string[]): void => void execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });

/** A bridge in this network namespace; every container gets a namespace of its own behind it. */
export class Network {
  #next = 2;

  constructor() {
    // ip(8) leaves a file for each namespace in /run; on a tmpfs of this mount namespace they go with it.
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', '/run']);
    ip('link', 'set', 'lo', 'up');
    ip('link', 'add', BRIDGE, 'type', 'bridge');
    ip('addr', 'add', `${HUB}/24`, 'dev', BRIDGE);
    ip('link', 'set', BRIDGE, 'up');
  }

  /** A new address, and the namespace that it is in. */
  attach(): { readonly ip: string; readonly namespace: string } {
    const number = this.#next++;
    const [name, address] = [`pod${number}`, `${PREFIX}.${number}`];
    ip('netns', 'add', name);
    ip('link', 'add', `veth${number}`, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name);
    ip('link', 'set', `veth${number}`, 'master', BRIDGE, 'up');
    ip('-n', name, 'addr', 'add', `${address}/24`, 'dev', 'eth0');
    ip('-n', name, 'link', 'set', 'eth0', 'up');
    ip('-n', name, 'link', 'set', 'lo', 'up');
    return { ip: address, namespace: `/run/netns/${name}` };
  }
}
