export type { KubeConfigLike } from './from-kubeconfig.js';
export { type KubernetesDiscoveryOptions, kubernetesDiscovery } from './kubernetes-discovery.js';
