import type { ChannelOptions } from '@grpc/grpc-js';
import type { ResolvedPolicy } from './resolved-policy.js';
import { type ServiceConfigContext, toServiceConfig } from './service-config.js';

/** The policy as grpc-js channel options; flags as 0 and 1, because grpc-js compares them with `===`. */
export function toChannelOptions(policy: ResolvedPolicy, context: ServiceConfigContext = {}): ChannelOptions {
  const { connection } = policy;
  return {
    'grpc.service_config': JSON.stringify(toServiceConfig(policy, context)),
    // A TXT record would replace the policy, and cost a query at every resolution.
    'grpc.service_config_disable_resolution': 1,
    'grpc.initial_reconnect_backoff_ms': connection.minBackoffMs,
    'grpc.max_reconnect_backoff_ms': connection.maxBackoffMs,
    'grpc.dns_min_time_between_resolutions_ms': policy.discovery.minIntervalMs,
    'grpc.max_receive_message_length': policy.maxReceiveBytes,
    'grpc.max_send_message_length': policy.maxSendBytes,
    'grpc-node.flow_control_window': policy.flowControlWindowBytes,
    // The most attempts that a policy may ask for.
    'grpc-node.retry_max_attempts_limit': 5,
    'grpc.enable_channelz': 0,
    // A proxy from the environment would resolve names itself and hide the backends from the balancer.
    'grpc.enable_http_proxy': 0,
  };
}

/** What grpc-go, grpc-java and gRPC core allow by default is a ping every 5 minutes while there are calls. */
const PERMITTED_PING_MS = 330_000;

/** For `xds:` channels, whose connections the kit does not see: pings by grpc-js, no more than servers permit. */
export function toPingOptions({ keepalive }: ResolvedPolicy): ChannelOptions {
  if (!Number.isFinite(keepalive.timeMs)) return {};
  return {
    'grpc.keepalive_time_ms': Math.max(keepalive.timeMs, PERMITTED_PING_MS),
    'grpc.keepalive_timeout_ms': keepalive.timeoutMs,
  };
}
