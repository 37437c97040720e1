import type { Target } from '../target.js';

/** The path of the socket that a `unix:` target names. */
export function socketPath({ text }: Target): string {
  return text.replace(/^unix:(?:\/\/(?=\/))?/i, '');
}
