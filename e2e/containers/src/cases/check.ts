/** @throws Error with the message unless the condition holds. */
export function check(condition: unknown, otherwise: string): asserts condition {
  if (!condition) throw new Error(otherwise);
}
