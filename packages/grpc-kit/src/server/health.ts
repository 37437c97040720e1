import type { HealthCheckResponse, ServingStatus } from '../health-protocol.js';

/** What the server tells about itself and each of its services, as `grpc.health.v1` asks for it. */
export interface ServerHealth {
  /** Sets the status of one service; the empty name stands for the whole server. Without effect once the server leaves. */
  set(service: string, status: Exclude<ServingStatus, 'SERVICE_UNKNOWN'>): void;
  /** The status of a service; `SERVICE_UNKNOWN` when nothing was ever said about it. */
  get(service: string): ServingStatus;
}

type Listener = (status: ServingStatus) => void;

/** The state behind the health service. After `leave` every service is NOT_SERVING, for good. */
export class HealthState implements ServerHealth {
  readonly #statuses = new Map<string, ServingStatus>();
  readonly #watchers = new Map<string, Set<Listener>>();
  #leaving = false;

  set(service: string, status: ServingStatus): void {
    if (this.#leaving || this.#statuses.get(service) === status) return;
    this.#statuses.set(service, status);
    this.#tell(service, status);
  }

  get(service: string): ServingStatus {
    return this.#statuses.get(service) ?? 'SERVICE_UNKNOWN';
  }

  /** Whether anything was said about the service yet. */
  said(service: string): boolean {
    return this.#statuses.has(service);
  }

  all(): Record<string, HealthCheckResponse> {
    return Object.fromEntries([...this.#statuses].map(([service, status]) => [service, { status }]));
  }

  /** Tells the current status at once and every change after it, until the returned function is called. */
  watch(service: string, listener: Listener): () => void {
    const listeners = this.#watchers.get(service) ?? new Set();
    this.#watchers.set(service, listeners.add(listener));
    listener(this.get(service));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#watchers.delete(service);
    };
  }

  leave(): void {
    for (const service of this.#statuses.keys()) this.set(service, 'NOT_SERVING');
    this.#leaving = true;
  }

  #tell(service: string, status: ServingStatus): void {
    for (const listener of this.#watchers.get(service) ?? []) listener(status);
  }
}
