import { endpointKey } from '../../src/discovery/endpoint-list.js';
import type { Endpoint, EndpointListener } from '../../src/discovery/endpoint-source.js';

/** Writes down what a source tells, lists as `address:port`. */
export interface Heard extends EndpointListener {
  readonly lists: readonly (readonly string[])[];
  readonly errors: readonly Error[];
  readonly last: readonly string[] | undefined;
  /** What was told last, a list or an error. */
  readonly latest: readonly string[] | Error | undefined;
}

export function listening(): Heard {
  const lists: string[][] = [];
  const errors: Error[] = [];
  let latest: readonly string[] | Error | undefined;
  return {
    lists,
    errors,
    get last() {
      return lists.at(-1);
    },
    get latest() {
      return latest;
    },
    endpoints: (list: readonly Endpoint[]) => {
      latest = list.map(endpointKey);
      lists.push([...latest]);
    },
    error: (cause) => {
      latest = cause;
      errors.push(cause);
    },
  };
}
