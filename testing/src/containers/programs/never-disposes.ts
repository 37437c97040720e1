// Starts a container and tells where its root is; what becomes of it is the business of others.
import { existsSync } from 'node:fs';
import { until } from '../../until.js';
import { ContainerHost, containerScratch } from '../container-host.js';
import { makeNodeImage } from '../node-image.js';

const scratch = containerScratch();
const host = new ContainerHost(scratch);
makeNodeImage(host.image);
const container = host.start(['/usr/bin/node', '-e', 'setInterval(() => {}, 1000)']);
await until('it runs', () => existsSync(`${scratch}/state/${container.name}/state.json`));
process.send?.(container.root);
