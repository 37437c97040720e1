import type { XdsResource } from './config-dump.js';

/** What the watchdog asks about each channel and does to it. */
export interface WatchedChannel {
  readonly target: string;
  retire(): void;
  renew(): void;
}

/** Options of `DeletionWatchdog`, with defaults applied. */
export interface WatchdogOptions {
  /** A resource must be gone for this long, in ms. */
  readonly stuckAfterMs: number;
  /** The listener and clusters that a target depends on. */
  readonly resourcesOf: (target: string) => readonly XdsResource[];
  /** Told before channels are renewed. */
  readonly onRecovery: (resource: XdsResource, targets: readonly string[]) => void;
}

const LONGEST_WAIT_MS = 60_000;

/**
 * Finds resources that were deleted, and renews the channels that need them: grpc-js-xds 1.14.1 keeps a deleted
 * resource in its cache, so that adding the same again changes nothing for it, until every channel that watches the
 * resource is closed. One renewal is enough, unless a channel outside of the kit watches it too; then the wait doubles.
 */
export class DeletionWatchdog {
  readonly #options: WatchdogOptions;
  readonly #gone = new Map<string, { since: number; waitMs: number }>();

  constructor(options: WatchdogOptions) {
    this.#options = options;
  }

  /** Looks at every channel once. */
  check(channels: ReadonlySet<WatchedChannel>, now: number): void {
    const users = usersOfDeleted(channels, this.#options.resourcesOf);
    for (const [key, entry] of this.#gone) {
      // Kept a while after a renewal, so that a resource which stays stuck waits longer the next time.
      if (!users.has(key) && now - entry.since > LONGEST_WAIT_MS) this.#gone.delete(key);
    }
    for (const [key, { resource, channels: affected }] of users) {
      const entry = this.#gone.get(key) ?? { since: now, waitMs: this.#options.stuckAfterMs };
      this.#gone.set(key, entry);
      if (now - entry.since < entry.waitMs) continue;
      this.#gone.set(key, { since: now, waitMs: Math.min(entry.waitMs * 2, LONGEST_WAIT_MS) });
      this.#options.onRecovery(resource, [...new Set(affected.map(({ target }) => target))]);
      // All of them first: one that is left keeps the stale resource for the others.
      for (const channel of affected) channel.retire();
      for (const channel of affected) channel.renew();
      return;
    }
  }
}

interface Users {
  readonly resource: XdsResource;
  readonly channels: WatchedChannel[];
}

function usersOfDeleted(
  channels: ReadonlySet<WatchedChannel>,
  resourcesOf: WatchdogOptions['resourcesOf'],
): Map<string, Users> {
  const users = new Map<string, Users>();
  for (const channel of channels) {
    for (const resource of resourcesOf(channel.target).filter(wasDeleted)) {
      const key = `${resource.kind} ${resource.name}`;
      const entry = users.get(key) ?? { resource, channels: [] };
      entry.channels.push(channel);
      users.set(key, entry);
    }
  }
  return users;
}

/** The version outlives the deletion; a resource that never was has none, and the library notices when it comes. */
function wasDeleted({ status, version }: XdsResource): boolean {
  return status === 'DOES_NOT_EXIST' && version !== '';
}
