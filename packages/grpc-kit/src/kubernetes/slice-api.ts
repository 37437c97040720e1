import type { ApiAccess } from './api-access.js';
import { ApiError } from './api-error.js';
import { apiRequest, bodyOf, textOf } from './api-request.js';
import { type EndpointSlice, parseEndpointSlice } from './endpoint-slice.js';
import type { SliceEvent } from './slice-set.js';
import { linesOf } from './watch-lines.js';

/** All slices of a Service at one version. */
export interface SliceList {
  readonly slices: readonly EndpointSlice[];
  readonly version: string;
}

const PAGE = '500';
const LONGEST_LIST = 64 * 1024 * 1024;
/** The server ends a watch after 4 to 5 minutes, so that credentials are renewed and servers are balanced. */
const WATCH_S = 240;
const WATCH_SPREAD_S = 60;
/** What the server may be late with that; a watch that outlives it too is dead. */
const GRACE_MS = 15_000;

/** The EndpointSlices of one Service, as the API server tells them. */
export class SliceApi {
  readonly #access: ApiAccess;
  readonly #path: string;
  readonly #selector: { readonly labelSelector: string };

  constructor(access: ApiAccess, namespace: string, service: string) {
    this.#access = access;
    this.#path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`;
    this.#selector = { labelSelector: `kubernetes.io/service-name=${service}` };
  }

  /** Reads all pages of a list; without a version in the question, the server must ask etcd (a consistent read). */
  async list(signal: AbortSignal): Promise<SliceList> {
    const slices: EndpointSlice[] = [];
    let next = '';
    for (;;) {
      const query = { ...this.#selector, limit: PAGE, ...(next && { continue: next }) };
      const response = await apiRequest(this.#access, this.#path, query, signal);
      const { metadata, items } = asList(JSON.parse(await bodyOf(response, LONGEST_LIST)));
      slices.push(...items.flatMap((item) => parseEndpointSlice(item) ?? []));
      next = metadata.continue ?? '';
      if (next === '') return { slices, version: metadata.resourceVersion };
    }
  }

  /** The events after a version, those that came together in one list; ends when the server ends the watch. */
  async *watch(version: string, signal: AbortSignal): AsyncGenerator<readonly SliceEvent[]> {
    const seconds = Math.round(WATCH_S + WATCH_SPREAD_S * Math.random());
    const query = {
      ...this.#selector,
      watch: 'true',
      resourceVersion: version,
      allowWatchBookmarks: 'true',
      timeoutSeconds: `${seconds}`,
    };
    const response = await apiRequest(this.#access, this.#path, query, signal);
    for await (const lines of linesOf(textOf(response, seconds * 1_000 + GRACE_MS))) {
      yield lines.flatMap((line) => parseEvent(line) ?? []);
    }
  }
}

interface ListBody {
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
  readonly items: readonly unknown[];
}

function asList(value: unknown): ListBody {
  const { metadata, items } = (value ?? {}) as Partial<ListBody>;
  if (typeof metadata?.resourceVersion === 'string' && Array.isArray(items)) return value as ListBody;
  throw new Error('the answer is not an EndpointSliceList');
}

/** @throws ApiError for the error that a server sends inside a watch. */
function parseEvent(line: string): SliceEvent | undefined {
  const { type, object } = (JSON.parse(line) ?? {}) as { type?: unknown; object?: Record<string, unknown> };
  if (type === 'ERROR') {
    const { code, message } = (object ?? {}) as { code?: unknown; message?: unknown };
    throw new ApiError(typeof code === 'number' ? code : 0, String(message ?? 'the watch failed'));
  }
  if (type === 'BOOKMARK') {
    const { resourceVersion } = (object?.['metadata'] ?? {}) as { resourceVersion?: unknown };
    return typeof resourceVersion === 'string' ? { type: 'bookmark', resourceVersion } : undefined;
  }
  if (type !== 'ADDED' && type !== 'MODIFIED' && type !== 'DELETED') return undefined;
  const slice = parseEndpointSlice(object);
  if (!slice) return undefined;
  const { name, resourceVersion } = slice;
  return type === 'DELETED' ? { type: 'delete', name, resourceVersion } : { type: 'put', slice };
}
