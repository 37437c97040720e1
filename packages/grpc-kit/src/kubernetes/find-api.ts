import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { FindApi } from './api-access.js';
import { fromKubeConfig, type KubeConfigLike, readKubeConfig } from './from-kubeconfig.js';
import { inCluster, SERVICE_ACCOUNT_DIR } from './in-cluster.js';

/**
 * Where to look for the API server: in what was handed in, in the file of KUBECONFIG, in the pod's own service
 * account, in ~/.kube/config.
 */
export function findApi(
  kubeconfig: string | KubeConfigLike | undefined,
  serviceAccountDir: string = SERVICE_ACCOUNT_DIR,
  env: Readonly<Record<string, string | undefined>> = process.env,
): FindApi {
  return async () => {
    if (typeof kubeconfig === 'object') return fromKubeConfig(kubeconfig, 'kubeconfig');
    if (kubeconfig !== undefined) return readKubeConfig(kubeconfig);
    if (env['KUBECONFIG']) return readKubeConfig(undefined);
    if (env['KUBERNETES_SERVICE_HOST'] && existsSync(join(serviceAccountDir, 'token'))) {
      return inCluster(env, serviceAccountDir);
    }
    if (existsSync(join(homedir(), '.kube', 'config'))) return readKubeConfig(undefined);
    throw new Error(
      env['KUBERNETES_SERVICE_HOST']
        ? `this pod has no token in ${serviceAccountDir}; set automountServiceAccountToken: true`
        : 'this is no pod, KUBECONFIG is not set, and there is no ~/.kube/config',
    );
  };
}
