import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Issued, TestApiServer, TestCa } from '@org/testing';
import type { DiscoveryOptions, EndpointSource } from '../../src/discovery/endpoint-source.js';
import { type KubernetesDiscoveryOptions, kubernetesDiscovery } from '../../src/kubernetes/index.js';
import { parseTarget } from '../../src/target.js';
import { type Heard, listening } from '../discovery/heard.js';

/** What the kubelet gives a pod, in a directory of its own, and the API server that it leads to. */
export interface Pod {
  readonly api: TestApiServer;
  readonly ca: string;
  readonly certificate: Issued;
  /** Where token, CA and namespace are. */
  readonly directory: string;
  readonly discovery: KubernetesDiscoveryOptions;
  write(name: string, content: string): string;
  /** A source of the target that has been started. */
  open(
    target?: string,
    options?: Partial<DiscoveryOptions>,
  ): { readonly heard: Heard; readonly source: EndpointSource };
  close(): Promise<void>;
}

export async function startPod(): Promise<Pod> {
  const ca = new TestCa('kubernetes');
  const certificate = ca.issue({ commonName: 'kube-apiserver', ipAddresses: ['127.0.0.1'] });
  const api = await TestApiServer.start(certificate);
  const directory = mkdtempSync(join(tmpdir(), 'grpc-kit-pod-'));
  const sources: EndpointSource[] = [];
  const write = (name: string, content: string): string => {
    const path = join(directory, name);
    writeFileSync(path, content);
    return path;
  };
  write('token', `${api.token}\n`);
  write('ca.crt', ca.cert);
  write('namespace', 'default');
  const env = { KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: `${api.port}` };
  const discovery = { serviceAccountDir: directory, env };
  return {
    api,
    ca: ca.cert,
    certificate,
    directory,
    discovery,
    write,
    open: (target = 'k8s:///greeter.default:grpc', options = {}) => {
      const wanted = { refreshMs: 10_000, minIntervalMs: 10, ...options };
      const source = kubernetesDiscovery(discovery).createSource(parseTarget(target), wanted);
      sources.push(source);
      const heard = listening();
      source.start(heard);
      return { heard, source };
    },
    close: async () => {
      for (const source of sources) source.close();
      await api.close();
      rmSync(directory, { recursive: true });
    },
  };
}
