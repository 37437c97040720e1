import type { EndpointSlice } from './endpoint-slice.js';

/** One event of a watch, understood. */
export type SliceEvent =
  | { readonly type: 'put'; readonly slice: EndpointSlice }
  | { readonly type: 'delete'; readonly name: string; readonly resourceVersion: string }
  | { readonly type: 'bookmark'; readonly resourceVersion: string };

/** All EndpointSlices of one Service, as of the newest version that was seen. */
export class SliceSet {
  #slices = new Map<string, EndpointSlice>();
  #version = '';

  /** Where a watch has to go on; empty before the first list. */
  get version(): string {
    return this.#version;
  }

  get slices(): readonly EndpointSlice[] {
    return [...this.#slices.values()];
  }

  replace(slices: readonly EndpointSlice[], version: string): void {
    this.#slices = new Map(slices.map((slice) => [slice.name, slice]));
    this.#version = version;
  }

  /** Ignores what is older than what it knows. */
  apply(event: SliceEvent): void {
    if (event.type === 'put') {
      const known = this.#slices.get(event.slice.name);
      if (known && isOlder(event.slice.resourceVersion, known.resourceVersion)) return;
      if (!known && isOlder(event.slice.resourceVersion, this.#version)) return;
      this.#slices.set(event.slice.name, event.slice);
      this.#advance(event.slice.resourceVersion);
    } else {
      if (
        event.type === 'delete' &&
        !isOlder(event.resourceVersion, this.#slices.get(event.name)?.resourceVersion ?? '')
      ) {
        this.#slices.delete(event.name);
      }
      this.#advance(event.resourceVersion);
    }
  }

  #advance(version: string): void {
    if (!isOlder(version, this.#version)) this.#version = version;
  }
}

/**
 * Whether one resource version is below another. Versions are numbers in every API server that there is, and
 * comparable by promise since Kubernetes 1.35 (KEP-5504); of others nothing is known, and nothing is older.
 */
export function isOlder(version: string, than: string): boolean {
  if (!/^\d+$/.test(version) || !/^\d+$/.test(than)) return false;
  return version.length === than.length ? version < than : version.length < than.length;
}
