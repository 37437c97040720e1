import { endpointKey } from '../../src/discovery/endpoint-list.js';
import type { Endpoint, EndpointListener } from '../../src/discovery/endpoint-source.js';

/** Writes down what a source tells, lists as `address:port`. */
export interface Heard extends EndpointListener {
  readonly lists: readonly (readonly string[])[];
  readonly errors: readonly Error[];
  readonly last: readonly string[] | undefined;
}

export function listening(): Heard {
  const lists: string[][] = [];
  const errors: Error[] = [];
  return {
    lists,
    errors,
    get last() {
      return lists.at(-1);
    },
    endpoints: (list: readonly Endpoint[]) => void lists.push(list.map(endpointKey)),
    error: (cause) => void errors.push(cause),
  };
}
