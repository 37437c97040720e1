import { CapsError, quoted } from './errors.js';
import { evaluatePodSecurity, type LevelResult } from './pod-security.js';
import type { PodSecurityLevel } from './pod-security-rules.js';
import { type InspectOptions, inspect, type Posture } from './posture.js';
import { suggestSecurityContext } from './suggestion.js';

/** What to require of the process itself. */
export interface AssertOptions extends InspectOptions {
  /** Let a level pass of which too little can be seen, as on a developer's macOS; default false. */
  readonly allowUnknown?: boolean;
}

/**
 * Refuses to go on in a process that breaks a level of the Pod Security Standards; one line at start-up.
 * @throws CapsError ERR_POSTURE naming every rule that is broken, or that cannot be judged here
 */
export function assertPosture(
  level: PodSecurityLevel = 'restricted',
  { allowUnknown = false, ...options }: AssertOptions = {},
): Posture {
  if (level !== 'baseline' && level !== 'restricted') {
    throw new CapsError('ERR_OPTION_INVALID', `level ${quoted(level)}: expected 'baseline' or 'restricted'`);
  }
  const posture = inspect(options);
  const result = evaluatePodSecurity(posture)[level];
  if (result.verdict === 'violates' || (result.verdict === 'unknown' && !allowUnknown)) {
    throw new CapsError('ERR_POSTURE', explain(result, suggestSecurityContext(posture).yaml));
  }
  return posture;
}

function explain({ level, verdict, rules }: LevelResult, yaml: string): string {
  const lines = rules
    .filter((rule) => rule.decidable && rule.verdict === verdict)
    .map(({ rule, reason }) => `  ${rule}: ${reason}\n`);
  if (verdict === 'unknown') return `this process cannot be shown to meet ${level}:\n${lines.join('')}`;
  return `this process violates ${level}:\n${lines.join('')}A manifest that meets restricted:\n${yaml}`;
}
