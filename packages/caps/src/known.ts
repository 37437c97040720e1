/** A value, or the literal `'unknown'` where the kernel did not show it; never a guess and never 0. */
export type Known<T> = T | 'unknown';
