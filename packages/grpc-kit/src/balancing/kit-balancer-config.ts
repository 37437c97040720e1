import { experimental } from '@grpc/grpc-js';
import { KIT } from './names.js';

/** Config of the kit's outermost policy, as the service config carries it. */
interface KitJson {
  readonly child: Parameters<typeof experimental.selectLbConfigFromList>[0];
  readonly health_check?: { readonly service_name: string };
}

export class KitLoadBalancingConfig implements experimental.TypedLoadBalancingConfig {
  readonly child: experimental.TypedLoadBalancingConfig;
  /** Service to watch on every backend; undefined: health is not watched. */
  readonly healthService: string | undefined;

  constructor(child: experimental.TypedLoadBalancingConfig, healthService?: string) {
    this.child = child;
    this.healthService = healthService;
  }

  /** @throws Error of grpc-js's parser when the child policy is unknown or malformed. */
  static createFromJson({ child, health_check }: KitJson): KitLoadBalancingConfig {
    const [first = {}] = child;
    return new KitLoadBalancingConfig(experimental.parseLoadBalancingConfig(first), health_check?.service_name);
  }

  getLoadBalancerName(): string {
    return KIT;
  }

  toJsonObject(): object {
    return {
      [KIT]: {
        child: [this.child.toJsonObject()],
        ...(this.healthService !== undefined && { health_check: { service_name: this.healthService } }),
      },
    };
  }
}
