import {
  baselineRules,
  type PodSecurityLevel,
  type Rule,
  type RuleVerdict,
  restrictedRules,
} from './pod-security-rules.js';
import type { Evidence } from './posture/finding.js';
import type { Posture } from './posture.js';

/** One rule of the Pod Security Standards, judged. */
export interface RuleResult {
  /** The rule by the name that Kubernetes's own policy checks use, such as `capabilities_baseline`. */
  readonly rule: string;
  readonly level: PodSecurityLevel;
  readonly verdict: RuleVerdict;
  readonly reason: string;
  readonly evidence: readonly Evidence[];
  /** False where nothing inside a container could ever tell; such a rule does not make a level `unknown`. */
  readonly decidable: boolean;
}

/** A level of the Pod Security Standards: `violates` if one rule does, `unknown` if a decidable one is. */
export interface LevelResult {
  readonly level: PodSecurityLevel;
  readonly verdict: RuleVerdict;
  readonly rules: readonly RuleResult[];
}

/** Both levels; `restricted` contains the rules of `baseline`. */
export interface PodSecurityResult {
  readonly baseline: LevelResult;
  readonly restricted: LevelResult;
}

/**
 * Judges a posture by the Pod Security Standards. Admission checks the fields of a manifest; from inside one can tell
 * that they are violated or that what is seen is consistent with them, never that they are all set.
 */
export function evaluatePodSecurity(posture: Posture): PodSecurityResult {
  const baseline = judge('baseline', baselineRules, posture);
  const restricted = judge('restricted', restrictedRules, posture);
  return {
    baseline: level('baseline', baseline),
    restricted: level('restricted', [...baseline, ...restricted]),
  };
}

function judge(level: PodSecurityLevel, rules: Readonly<Record<string, Rule>>, posture: Posture): RuleResult[] {
  return Object.entries(rules).map(([rule, apply]) => {
    const { verdict, reason, evidence = [], decidable = true } = apply(posture);
    return { rule, level, verdict, reason, evidence, decidable };
  });
}

function level(name: PodSecurityLevel, rules: readonly RuleResult[]): LevelResult {
  const has = (verdict: RuleVerdict) => rules.some((rule) => rule.verdict === verdict && rule.decidable);
  return { level: name, verdict: has('violates') ? 'violates' : has('unknown') ? 'unknown' : 'consistent', rules };
}
