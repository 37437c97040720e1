import type { ChannelPolicy } from '../policy/channel-policy.js';

/** The policy of one client over the factory's: groups such as `discovery` option by option, the rest as a whole. */
export function mergePolicy(base: ChannelPolicy | undefined, own: ChannelPolicy | undefined): ChannelPolicy {
  if (base === undefined || own === undefined) return own ?? base ?? {};
  const merged: Record<string, unknown> = { ...base };
  for (const [option, value] of Object.entries(own)) {
    const below = merged[option];
    merged[option] = isGroup(below) && isGroup(value) ? { ...below, ...value } : value;
  }
  return merged;
}

function isGroup(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
