import { capabilityNames } from '@org/caps';

/** A small seeded generator (mulberry32), so that a failing case can be repeated. */
export class Random {
  constructor(private state: number) {}

  /** An integer from 0 to `below` - 1. */
  integer(below: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  }

  pick<T>(...choices: readonly T[]): T {
    return choices[this.integer(choices.length)] as T;
  }

  repeat(most: number, separator: string, make: () => string): string {
    return Array.from({ length: this.integer(most + 1) }, make).join(separator);
  }

  /** A mask that is dense, sparse, full or empty about equally often. */
  mask(): bigint {
    const word = () => (BigInt(this.integer(2 ** 32)) << 32n) | BigInt(this.integer(2 ** 32));
    return this.pick(
      () => word(),
      () => word() & word() & word(),
      () => word() | word() | word(),
      () => 0n,
      () => 2n ** 64n - 1n,
      () => 2n ** 41n - 1n - (1n << BigInt(this.integer(41))),
    )();
  }
}

/** Text near cap_from_text's grammar: about half of it valid. */
export function randomCapText(random: Random): string {
  const clause = () => {
    const list = random.repeat(3, random.integer(40) ? ',' : random.pick(',,', ' ,', ';'), () => capability(random));
    const flags = () => random.repeat(3, '', () => random.pick('e', 'i', 'p', 'e', 'i', 'p', 'e', 'p', 'E', '*'));
    const first = random.pick('=', '=', '=', '+', '-', '=+', '=-', '==', '') + flags();
    return list + first + random.repeat(2, '', () => random.pick('+', '-', '=') + flags());
  };
  return random.repeat(4, random.pick(' ', '\t', '\n ', ' ', '\v\f\r', '\u00a0'), clause);
}

/** Text near cap_iab_from_text's grammar: about half of it valid. */
export function randomIabText(random: Random): string {
  const item = () => random.repeat(2, '', () => random.pick('!', '^', '%')) + capability(random);
  return (
    random.repeat(6, random.integer(30) ? ',' : random.pick(',,', ' ', ', '), item) +
    random.pick('', '', '', ',', '!', ',^')
  );
}

function capability(random: Random): string {
  const name = random.pick(...capabilityNames);
  return random.pick(
    () => name,
    () => name,
    () => name,
    () => name.toUpperCase(),
    () => name.replace('_', '_ '.slice(0, 1 + (random.integer(20) ? 0 : 1))),
    () => String(random.integer(random.integer(8) ? 64 : 70)),
    () => `0${random.integer(64).toString(8)}`,
    () => `0x${random.integer(66).toString(16)}`,
    () => (random.integer(4) ? 'all' : 'ALL'),
    () =>
      random.integer(6)
        ? name
        : random.pick('chown', 'cap_', 'cap_chowns', '08', '0x', '1e1', '99999999999999999999', '_', 'é', 'allx'),
  )();
}
