import type { ChannelPolicy } from './channel-policy.js';

/**
 * One policy of several: a later one replaces what it says, option by option also inside the sections;
 * `undefined` says nothing. Nothing is checked here.
 */
export function mergePolicies(...policies: readonly (ChannelPolicy | undefined)[]): ChannelPolicy {
  return policies.reduce<ChannelPolicy>((base, over) => merged(base, over), {});
}

function merged<T>(base: T, over: T | undefined): T {
  if (over === undefined) return base;
  if (!isSection(base) || !isSection(over)) return over;
  const changes = Object.entries(over).map(([key, value]) => [key, merged<unknown>(base[key], value)] as const);
  // Not by assignment, by which a key `__proto__` would vanish unrefused.
  return Object.fromEntries([...Object.entries(base), ...changes]) as T;
}

function isSection(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
