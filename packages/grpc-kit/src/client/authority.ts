import type { Target } from '../target.js';

/** Where the `:authority` header and the name to expect in certificates come from: the first name of the target. */
export function authorityOf(target: Target): string {
  const [first = ''] = target.path.split(',', 1);
  // A port that has a name in Kubernetes means nothing to a server, and makes no URL.
  return first.replace(/:[a-z][a-z0-9-]*$/, '');
}
