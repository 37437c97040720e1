import { experimental, type LoadBalancingConfig } from '@grpc/grpc-js';
import { KIT, ROUND_ROBIN } from '../policy/balancer-names.js';
import type { KeepalivePolicy } from '../policy/channel-policy.js';
import { type EjectionLimits, ejectionLimits, type OutlierDetectionJson } from './ejection-limits.js';

/** The kit's outermost policy, as the service config carries it. */
interface KitJson {
  readonly child: readonly LoadBalancingConfig[];
  readonly keepalive?: { readonly time_ms: number; readonly timeout_ms: number; readonly while_idle: boolean };
  readonly health_check?: { readonly service_name: string };
}

/** What the outermost policy is to do: whom to leave out, what to watch, and who balances the rest. */
export class KitLoadBalancingConfig implements experimental.TypedLoadBalancingConfig {
  readonly balancing: experimental.TypedLoadBalancingConfig;
  /** Undefined: nobody is left out. */
  readonly ejection: EjectionLimits | undefined;
  /** Service to watch on every backend; undefined: health is not watched. */
  readonly healthService: string | undefined;
  /** Undefined: silent peers are not looked for. */
  readonly keepalive: Required<KeepalivePolicy> | undefined;
  readonly #json: KitJson;

  constructor(json: KitJson) {
    const [child = {}] = json.child;
    const detection = child['outlier_detection'] as
      | { readonly child_policy: readonly LoadBalancingConfig[] }
      | undefined;
    const [balancing = {}] = detection?.child_policy ?? [child];
    this.balancing = experimental.parseLoadBalancingConfig(
      'round_robin' in balancing ? { [ROUND_ROBIN]: {} } : balancing,
    );
    this.ejection = detection && ejectionLimits(asRead(child));
    this.healthService = json.health_check?.service_name;
    this.keepalive = json.keepalive && {
      timeMs: json.keepalive.time_ms,
      timeoutMs: json.keepalive.timeout_ms,
      whileIdle: json.keepalive.while_idle,
    };
    this.#json = json;
  }

  /** @throws Error of grpc-js's parser when a policy below is unknown or malformed. */
  static createFromJson(json: KitJson): KitLoadBalancingConfig {
    return new KitLoadBalancingConfig(json);
  }

  getLoadBalancerName(): string {
    return KIT;
  }

  toJsonObject(): object {
    return { [KIT]: this.#json };
  }
}

/** What grpc-js's own parser makes of the config, so that the kit reads it with the same eyes. */
function asRead(detection: LoadBalancingConfig): OutlierDetectionJson {
  const read = experimental.parseLoadBalancingConfig(detection).toJsonObject();
  return (read as { readonly outlier_detection: OutlierDetectionJson }).outlier_detection;
}
