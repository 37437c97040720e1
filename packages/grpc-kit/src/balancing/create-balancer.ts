import type { LoadBalancing } from '../policy/channel-policy.js';
import type { Balancer } from './balancer.js';
import { First } from './first.js';
import { LeastRequest, RoundRobin } from './pickers.js';
import { Spread } from './spread.js';
import { WeightedRoundRobin } from './weighted-round-robin.js';

/** The balancer of a policy. @param notify Its state changed by the clock. */
export function createBalancer(policy: LoadBalancing, target: string, notify: () => void): Balancer {
  switch (policy) {
    case 'pick_first':
      return new First(target, notify);
    case 'least_request':
      return new Spread(target, (usable) => new LeastRequest(usable));
    case 'weighted_round_robin':
      return new Spread(target, (usable, former) => new WeightedRoundRobin(usable, former));
    default:
      return new Spread(target, (usable, former) => new RoundRobin(usable, former));
  }
}
