import { type ClientFactory, createClientFactory } from '../../src/index.js';
import type { ChannelPolicy } from '../../src/policy/channel-policy.js';
import { type ControlPlaneOptions, controlPlane, loadXds } from '../../src/xds/index.js';
import { whoami } from './backends.js';

/** A client of one xds target, with a factory of its own. */
export interface Connection {
  readonly factory: ClientFactory;
  /** Who answered. */
  ask(deadlineMs?: number): Promise<string>;
  askForbidden(): Promise<string>;
  close(): Promise<void>;
}

/** What xDS said in this process: fallbacks, recoveries. */
export const warnings: string[] = [];

/** Loads xDS for a control plane, and connects to `xds:///name`. */
export async function connect(
  serverUri: string,
  name: string,
  policy: ChannelPolicy = {},
  bootstrap: Partial<ControlPlaneOptions> = {},
): Promise<Connection> {
  const logger = { warn: (_: object, message: string) => void warnings.push(message) };
  const xds = await loadXds({ bootstrap: controlPlane({ serverUri, nodeId: 'case', ...bootstrap }), logger });
  const factory = createClientFactory({ xds });
  const client = factory.client(whoami, `xds:///${name}`, policy);
  return {
    factory,
    ask: (deadlineMs = 10_000) => client.ask('who', { deadlineMs }),
    askForbidden: () => client.forbidden('who'),
    close: () => factory.close(),
  };
}
