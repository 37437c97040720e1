import { assertPosture } from '@org/caps';
import { RequirementError } from './run-program.js';

/**
 * Refuses to go on in a process that is less locked in than the operator wants; empty wants nothing.
 * @throws RequirementError with every rule that is broken, or that cannot be judged here
 */
export function requirePosture(level: '' | 'baseline' | 'restricted'): void {
  if (level === '') return;
  try {
    assertPosture(level);
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code !== 'ERR_POSTURE') throw error;
    throw new RequirementError(`REQUIRE_POSTURE ${JSON.stringify(level)}: ${message}`);
  }
}
