import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import type { ApiAccess } from './api-access.js';

/** Where every pod finds its credentials. */
export const SERVICE_ACCOUNT_DIR = '/var/run/secrets/kubernetes.io/serviceaccount';

type Environment = Readonly<Record<string, string | undefined>>;

/** The API server as every pod is told: by two environment variables and three files that the kubelet renews. */
export async function inCluster(env: Environment, directory: string = SERVICE_ACCOUNT_DIR): Promise<ApiAccess> {
  const host = env['KUBERNETES_SERVICE_HOST'];
  const port = env['KUBERNETES_SERVICE_PORT_HTTPS'] ?? env['KUBERNETES_SERVICE_PORT'] ?? '443';
  if (!host) throw new Error('KUBERNETES_SERVICE_HOST is not set, so this is no pod');
  const file = async (name: string): Promise<string> => (await readFile(join(directory, name), 'utf8')).trim();
  return {
    server: new URL(`https://${isIPv6(host) ? `[${host}]` : host}:${port}`),
    namespace: await file('namespace').catch(() => 'default'),
    requestOptions: async () => {
      const [token, ca] = await Promise.all([file('token'), file('ca.crt')]);
      return { ca, headers: { authorization: `Bearer ${token}` } };
    },
  };
}
