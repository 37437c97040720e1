import { existsSync } from 'node:fs';
import type { RequestOptions } from 'node:https';
import { GrpcKitError, quoted } from '../errors.js';
import type { ApiAccess } from './api-access.js';

/** What is used of `KubeConfig` of @kubernetes/client-node: it knows exec plugins, OIDC and certificates. */
export interface KubeConfigLike {
  getCurrentCluster(): { readonly server: string } | null;
  getCurrentContext(): string;
  getContextObject(name: string): { readonly namespace?: string } | null;
  applyToHTTPSOptions(options: RequestOptions): Promise<void>;
}

/** The API server of a kubeconfig's current context. */
export function fromKubeConfig(config: KubeConfigLike, name: string): ApiAccess {
  const cluster = config.getCurrentCluster();
  const context = config.getCurrentContext();
  if (!cluster) throw new Error(`${name}: its current context ${quoted(context)} names no cluster`);
  return {
    server: new URL(cluster.server),
    namespace: config.getContextObject(context)?.namespace ?? 'default',
    requestOptions: async () => {
      const options: RequestOptions = {};
      await config.applyToHTTPSOptions(options);
      return options;
    },
  };
}

/**
 * Reads the kubeconfig in this file, or the default one when undefined.
 * @throws GrpcKitError `ERR_PEER_MISSING` without @kubernetes/client-node; Error when the file is not a kubeconfig.
 */
export async function readKubeConfig(path: string | undefined): Promise<ApiAccess> {
  const { KubeConfig } = await importClientNode();
  const config = new KubeConfig();
  const name = path === undefined ? 'kubeconfig' : `kubeconfig ${quoted(path)}`;
  if (path !== undefined && !existsSync(path)) throw new Error(`${name} does not exist`);
  try {
    if (path === undefined) config.loadFromDefault();
    else config.loadFromFile(path);
  } catch (cause) {
    throw new Error(`${name} cannot be read: ${(cause as Error).message.split('\n', 1)[0]}`, { cause });
  }
  return fromKubeConfig(config, name);
}

async function importClientNode(): Promise<typeof import('@kubernetes/client-node')> {
  try {
    return await import('@kubernetes/client-node');
  } catch (cause) {
    throw new GrpcKitError(
      'ERR_PEER_MISSING',
      'a kubeconfig needs @kubernetes/client-node: npm install @kubernetes/client-node@^1.4.0 (inside a cluster nothing is needed)',
      { cause },
    );
  }
}
