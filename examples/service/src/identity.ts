import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { type CapabilitySet, type CapabilitySetName, parseProcStatus } from '@org/caps';
import type { WhoAmIResponse } from '@org/example-proto';

type Identity = Pick<WhoAmIResponse, 'uid' | 'gid' | 'capabilities' | 'startedAtMs'>;
type SentSet = { mask: string; names: string[] };

/** Who this process is and what it may do; outside Linux without capabilities. */
export function readIdentity(): Identity {
  return {
    uid: process.geteuid?.() ?? 0,
    gid: process.getegid?.() ?? 0,
    capabilities: readCapabilities(),
    startedAtMs: Math.round(performance.timeOrigin),
  };
}

/** The pod's name where the downward API gives it, else the host's. */
export function podNameOr(name: string | undefined): string {
  return name ?? hostname();
}

function readCapabilities(): Record<CapabilitySetName, SentSet> | undefined {
  const text = readIfThere('/proc/self/status');
  if (text === undefined) return undefined;
  const status = parseProcStatus(text);
  const sent = (set: CapabilitySet | 'unknown'): SentSet =>
    set === 'unknown' ? { mask: '', names: [] } : { mask: set.toHex(), names: [...set] };
  return {
    effective: sent(status.effective),
    permitted: sent(status.permitted),
    inheritable: sent(status.inheritable),
    bounding: sent(status.bounding),
    ambient: sent(status.ambient),
  };
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
