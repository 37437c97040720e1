import type { Picker } from './pickers.js';
import type { Subchannel } from './subchannel.js';

/** State of a target: of the best that its backends can offer. */
export type BalancerState = 'idle' | 'connecting' | 'ready' | 'transient_failure';

/** Which connections there are, and which takes the next call. */
export interface Balancer {
  readonly state: BalancerState;
  /** Why no backend takes calls, when none does. */
  readonly excuse: string;
  /** Undefined unless `ready`. */
  readonly picker: Picker | undefined;
  /** The complete list of backends, replacing the one before. */
  update(subchannels: readonly Subchannel[]): void;
  /** A subchannel changed. */
  changed(subchannel: Subchannel): void;
  /** Connections are wanted. */
  connect(): void;
  close(): void;
}

/** Backends whose excuses an error repeats. */
const TOLD = 3;

export function excuseOf(target: string, subchannels: readonly Subchannel[]): string {
  if (subchannels.length === 0) return `${target} has no backends`;
  const told = subchannels.slice(0, TOLD).map(({ backend, excuse }) => `${backend.address}: ${excuse}`);
  const rest = subchannels.length > TOLD ? `; and ${subchannels.length - TOLD} more` : '';
  return `no backend of ${target} takes calls: ${told.join('; ')}${rest}`;
}

/** Whether it had its chance: it is connected, or has failed. */
export function settled({ failing, state }: Subchannel): boolean {
  return failing || state === 'ready';
}
