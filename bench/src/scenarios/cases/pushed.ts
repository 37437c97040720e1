import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { TestApiServer, TestCa } from '@org/testing';
import { play } from '../play.js';
import { arrivals, failures, ratio } from '../records.js';
import type { Scenario } from '../scenario.js';
import type { SubjectOptions } from '../subjects/subject.js';

const GOAL_MS = 1000;

export const pushedScaleUp: Scenario = {
  number: 4,
  title: 'scale-up 2→6 told by the Kubernetes watch, 50 rps',
  goal: 'all four new ones within 1 s, 0 failures',
  subjects: ['kit'],
  async run(subjects) {
    await using cluster = await Cluster.start();
    return await play(subjects, {
      backends: 6,
      published: 0,
      client: { target: 'k8s:///echo.default:grpc', kubernetes: cluster.pod },
      async story({ stage, hosts, load }) {
        cluster.publish(hosts.slice(0, 2), stage.port);
        await load({ rps: 50 });
        await delay(3000);
        const published = Date.now();
        cluster.publish(hosts, stage.port);
        await delay(5000);
        return { published };
      },
      judge({ records, hosts, told: { published } }) {
        const { seen, slowestMs } = arrivals(records, hosts.slice(2), published);
        const failed = failures(records);
        const news = slowestMs === null ? `${seen} of 4 new seen in 5 s` : `all new after ${Math.round(slowestMs)} ms`;
        return {
          reached: slowestMs !== null && slowestMs <= GOAL_MS && failed === 0,
          seen: `${news}, failed ${ratio(records)}`,
          figures: { newSeen: seen, slowestMs, failed, calls: records.length },
        };
      },
    });
  },
};

/** An API server with one Service. */
class Cluster implements AsyncDisposable {
  /** What a pod knows of it. */
  readonly pod: NonNullable<SubjectOptions['kubernetes']>;
  readonly #api: TestApiServer;

  private constructor(api: TestApiServer, ca: string) {
    const serviceAccountDir = mkdtempSync(join(tmpdir(), 'scenario-pod-'));
    writeFileSync(join(serviceAccountDir, 'token'), api.token);
    writeFileSync(join(serviceAccountDir, 'ca.crt'), ca);
    const env = { KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: `${api.port}` };
    this.pod = { serviceAccountDir, env };
    this.#api = api;
  }

  static async start(): Promise<Cluster> {
    const ca = new TestCa('scenario');
    const api = await TestApiServer.start(ca.issue({ commonName: 'kube-apiserver', ipAddresses: ['127.0.0.1'] }));
    return new Cluster(api, ca.cert);
  }

  /** The Service has a ready pod at each address. */
  publish(addresses: readonly string[], port: number): void {
    const endpoints = addresses.map((address) => ({ address }));
    this.#api.put({ name: 'echo-1', service: 'echo', ports: [{ name: 'grpc', port }], endpoints });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#api.close();
    rmSync(this.pod.serviceAccountDir, { recursive: true });
  }
}
