import type { experimental } from '@grpc/grpc-js';
import { LEAST_REQUEST, ROUND_ROBIN } from '../policy/balancer-names.js';

/** Config of both policies that spread calls over every backend: there is nothing to configure. */
abstract class SpreadConfig implements experimental.TypedLoadBalancingConfig {
  abstract getLoadBalancerName(): string;

  toJsonObject(): object {
    return { [this.getLoadBalancerName()]: {} };
  }
}

/** Config of `org_grpc_kit_round_robin`. */
export class RoundRobinConfig extends SpreadConfig {
  static createFromJson(): RoundRobinConfig {
    return new RoundRobinConfig();
  }

  override getLoadBalancerName(): string {
    return ROUND_ROBIN;
  }
}

/** Config of `org_grpc_kit_least_request`. */
export class LeastRequestConfig extends SpreadConfig {
  static createFromJson(): LeastRequestConfig {
    return new LeastRequestConfig();
  }

  override getLoadBalancerName(): string {
    return LEAST_REQUEST;
  }
}
