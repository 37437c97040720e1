import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestApiServer, TestCa } from '@org/testing';
import { openReady, underLoad } from '../play.js';
import { failures, firstAnswer, ratio } from '../records.js';
import type { Scenario } from '../scenario.js';
import { delay, hosts, Stage } from '../stage.js';

const GOAL_MS = 1000;

export const pushedScaleUp: Scenario = {
  number: 4,
  title: 'scale-up 2→6 told by the Kubernetes watch, 50 rps',
  goal: 'all four new ones within 1 s, 0 failures',
  subjects: ['kit'],
  async run(subjects) {
    await using stage = await Stage.open();
    await using cluster = await Cluster.start(stage.port);
    const [old, added] = [hosts(2), hosts(4, 4)];
    await stage.backends([...old, ...added]);
    cluster.publish(old);
    const { serviceAccountDir, env } = cluster;
    const clients = await openReady(stage, subjects, {
      target: 'k8s:///echo.default:grpc',
      kubernetes: { serviceAccountDir, env },
    });
    let published = 0;
    return await underLoad(
      clients,
      { rps: 50 },
      async () => {
        await delay(3000);
        published = Date.now();
        cluster.publish([...old, ...added]);
        await delay(5000);
      },
      (records) => {
        const times = added.map((backend) => firstAnswer(records, backend, published));
        const seen = times.filter((time) => time !== undefined);
        const slowestMs = seen.length === added.length ? Math.max(...seen) : null;
        return {
          reached: slowestMs !== null && slowestMs <= GOAL_MS && failures(records) === 0,
          seen: `${slowestMs === null ? `${seen.length} of 4 new seen in 5 s` : `all new after ${Math.round(slowestMs)} ms`}, failed ${ratio(records)}`,
          figures: { newSeen: seen.length, slowestMs, failed: failures(records), calls: records.length },
        };
      },
    );
  },
};

/** An API server with one Service, and what a pod knows of it. */
class Cluster implements AsyncDisposable {
  readonly serviceAccountDir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly #api: TestApiServer;
  readonly #port: number;

  private constructor(api: TestApiServer, ca: string, port: number) {
    this.#api = api;
    this.#port = port;
    this.serviceAccountDir = mkdtempSync(join(tmpdir(), 'scenario-pod-'));
    this.env = { KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: `${api.port}` };
    writeFileSync(join(this.serviceAccountDir, 'token'), api.token);
    writeFileSync(join(this.serviceAccountDir, 'ca.crt'), ca);
  }

  static async start(port: number): Promise<Cluster> {
    const ca = new TestCa('scenario');
    const api = await TestApiServer.start(ca.issue({ commonName: 'kube-apiserver', ipAddresses: ['127.0.0.1'] }));
    return new Cluster(api, ca.cert, port);
  }

  /** The Service has a ready pod at each address. */
  publish(addresses: readonly string[]): void {
    const endpoints = addresses.map((address) => ({ address }));
    this.#api.put({ name: 'echo-1', service: 'echo', ports: [{ name: 'grpc', port: this.#port }], endpoints });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#api.close();
    rmSync(this.serviceAccountDir, { recursive: true });
  }
}
