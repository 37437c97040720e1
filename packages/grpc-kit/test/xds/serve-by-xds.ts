import { freePort } from '@org/testing';
import type { KitServer } from '../../src/server/index.js';
import {
  controlPlane as bootstrapFor,
  type ControlPlaneOptions,
  createXdsServer,
  loadXds,
} from '../../src/xds/index.js';
import type { Resource } from './ads-protocol.js';
import { whoami } from './backends.js';
import { warnings } from './connect.js';
import type { ControlPlane } from './control-plane.js';
import { type ServerListenerOptions, serverListener } from './resources.js';

/** A server whose listener comes from the control plane. */
export interface XdsBackend {
  readonly address: string;
  /** Where its health is told in plain. */
  readonly healthAddress: string;
  readonly kit: KitServer;
  /** Publishes these besides the listener of the server. */
  publish(resources: readonly Resource[]): Promise<void>;
  /** How long calls take from now on, in ms. */
  delayMs: number;
  close(): Promise<void>;
}

/** How it is set up. */
export interface XdsBackendOptions {
  readonly bootstrap?: Partial<ControlPlaneOptions>;
  readonly listener?: ServerListenerOptions;
}

/** Serves `whoami` on 127.0.0.1 by xDS; answers with its address and the names of the caller's certificate. */
export async function serveByXds(plane: ControlPlane, options: XdsBackendOptions = {}): Promise<XdsBackend> {
  const logger = { warn: (_: object, message: string) => void warnings.push(message) };
  const xds = await loadXds({
    bootstrap: bootstrapFor({ serverUri: plane.uri, nodeId: 'case', ...options.bootstrap }),
    logger,
  });
  const address = `127.0.0.1:${await freePort()}`;
  const listener = serverListener(address, options.listener);
  await plane.publish([listener]);
  const healthAddress = `127.0.0.1:${await freePort()}`;
  const kit = createXdsServer({ xds, drainDelayMs: 0, deadlineMs: 5_000, healthAddress });
  const backend: XdsBackend = {
    address,
    healthAddress,
    kit,
    delayMs: 0,
    publish: (resources) => plane.publish([listener, ...resources]),
    close: async () => void (await kit.close()),
  };
  kit.addService(whoami, {
    ask: async (call) => {
      if (backend.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, backend.delayMs));
      const names = call.getAuthContext().sslPeerCertificate?.subjectaltname?.replace('URI:', '');
      return names ? `${address} to ${names}` : address;
    },
    forbidden: async () => address,
  });
  await kit.listen(address);
  return backend;
}
