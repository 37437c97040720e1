import { setTimeout as delay } from 'node:timers/promises';
import type { Children } from './children.js';
import type { Directory } from './directory.js';
import { type Pod, type PodSettings, startPod, untilReady } from './pod.js';

const RESTART_DELAY_MS = 500;

/** The demo's stand-in for a Deployment: keeps so many pods, and replaces the dead. */
export class Deployment {
  readonly #children: Children;
  readonly #directory: Directory;
  readonly #settings: PodSettings;
  readonly #signal: AbortSignal;
  /** Ready pods, the oldest first. */
  #pods: Pod[] = [];
  #closed = false;
  #wanted = 0;
  #started = 0;
  /** Changes are made one after the other. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(children: Children, directory: Directory, settings: PodSettings, signal: AbortSignal) {
    this.#children = children;
    this.#directory = directory;
    this.#settings = settings;
    this.#signal = signal;
  }

  get addresses(): string[] {
    return this.#pods.map(({ address }) => address);
  }

  /** Resolves when so many pods are ready, with the new ones' addresses. */
  scale(replicas: number): Promise<string[]> {
    return this.#enqueue(async () => {
      this.#wanted = replicas;
      return this.#settle();
    });
  }

  /** SIGKILL, without a warning; a replacement starts as soon as somebody noticed. */
  kill(address: string): boolean {
    const pod = this.#pods.find((candidate) => candidate.address === address);
    pod?.child.signal('SIGKILL');
    return pod !== undefined;
  }

  /** Replaces every pod: the new one becomes ready, then the old one is asked to leave. Returns the new addresses. */
  replaceAll(gapMs: number): Promise<string[]> {
    return this.#enqueue(async () => {
      const fresh: string[] = [];
      for (const old of [...this.#pods]) {
        const pod = await this.#start();
        fresh.push(pod.address);
        this.#pods.push(pod);
        this.#leave([old]);
        await delay(gapMs, undefined, { signal: this.#signal });
      }
      return fresh;
    });
  }

  /** From now on the dead stay dead. */
  close(): void {
    this.#closed = true;
  }

  #enqueue<T>(change: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(change);
    this.#queue = result.catch(() => {});
    return result;
  }

  async #settle(): Promise<string[]> {
    const missing = this.#wanted - this.#pods.length;
    if (missing <= 0) {
      // The newest leave first, as a ReplicaSet chooses them.
      this.#leave(this.#pods.slice(this.#wanted));
      return [];
    }
    const fresh = await Promise.all(Array.from({ length: missing }, () => this.#start()));
    this.#pods.push(...fresh);
    this.#publish();
    return fresh.map(({ address }) => address);
  }

  async #start(): Promise<Pod> {
    const endpoint = await this.#directory.next();
    const pod = startPod(this.#children, `greeter-${++this.#started}`, endpoint, this.#settings);
    const url = `http://${endpoint.host}:${endpoint.adminPort}/readyz`;
    await untilReady(pod.name, pod.child, url, this.#signal);
    void pod.child.ended.then(() => this.#onEnd(pod));
    return pod;
  }

  #leave(leaving: readonly Pod[]): void {
    this.#pods = this.#pods.filter((pod) => !leaving.includes(pod));
    this.#publish();
    for (const pod of leaving) pod.child.signal('SIGTERM');
  }

  #onEnd(pod: Pod): void {
    if (!this.#pods.includes(pod) || this.#closed) return;
    this.#pods = this.#pods.filter((other) => other !== pod);
    this.#publish();
    this.#enqueue(async () => {
      await delay(RESTART_DELAY_MS, undefined, { signal: this.#signal });
      if (!this.#closed) await this.#settle();
    }).catch(() => {});
  }

  #publish(): void {
    this.#directory.publish(this.#pods.map(({ endpoint }) => endpoint));
  }
}
