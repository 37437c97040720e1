import { hostname } from 'node:os';
import { type CapabilitySet, evaluatePodSecurity, inspect, type LevelResult, type Posture } from '@org/caps';
import { type Capabilities, type CapabilitySet as SentSet, Verdict, type WhoAmIResponse } from '@org/example-proto';

/** Who this process is, what it may do and how far it is locked in. */
type ProcessIdentity = Pick<WhoAmIResponse, 'uid' | 'gid' | 'capabilities' | 'posture' | 'startedAtMs'>;

/** Looks at this process once; outside Linux much of it is unknown. */
export function readProcessIdentity(): ProcessIdentity {
  const found = inspect();
  const { restricted, baseline } = evaluatePodSecurity(found);
  return {
    uid: process.geteuid?.() ?? 0,
    gid: process.getegid?.() ?? 0,
    capabilities: sentCapabilities(found),
    posture: {
      restricted: verdictOf(restricted),
      baseline: verdictOf(baseline),
      rules: restricted.rules.map((rule) => ({ name: rule.rule, verdict: verdictOf(rule), evidence: rule.reason })),
    },
    startedAtMs: Math.round(performance.timeOrigin),
  };
}

/** The pod's name where the downward API gives it, else the host's. */
export function podNameOr(name: string | undefined): string {
  return name ?? hostname();
}

function sentCapabilities({ capabilities }: Posture): Capabilities {
  const { effective, permitted, inheritable, bounding, ambient } = capabilities;
  return {
    effective: sent(effective.value),
    permitted: sent(permitted.value),
    inheritable: sent(inheritable.value),
    bounding: sent(bounding.value),
    ambient: sent(ambient.value),
  };
}

/** An unknown set has no mask. */
function sent(set: CapabilitySet | 'unknown'): SentSet {
  return set === 'unknown' ? { mask: '', names: [] } : { mask: set.toHex(), names: [...set] };
}

function verdictOf({ verdict }: Pick<LevelResult, 'verdict'>): Verdict {
  switch (verdict) {
    case 'consistent':
      return Verdict.VERDICT_CONSISTENT;
    case 'violates':
      return Verdict.VERDICT_VIOLATES;
    default:
      return Verdict.VERDICT_UNKNOWN;
  }
}
