import { CapsError, quoted } from './errors.js';

/** The securebits that capabilities(7) names; the last two came with Linux 6.14. */
export type SecurebitName =
  | 'noRoot'
  | 'noSetuidFixup'
  | 'keepCaps'
  | 'noAmbientRaise'
  | 'execRestrictFile'
  | 'execDenyInteractive';

/** Whether a securebit is set, and whether it can still be changed. */
export interface Securebit {
  readonly set: boolean;
  readonly locked: boolean;
}

/** What prctl(PR_GET_SECUREBITS) said; /proc does not show it. */
export interface Securebits extends Readonly<Record<SecurebitName, Securebit>> {
  readonly value: number;
  /** Bits that this version has no name for, ascending. */
  readonly unknownBits: readonly number[];
}

const names: readonly SecurebitName[] = [
  'noRoot',
  'noSetuidFixup',
  'keepCaps',
  'noAmbientRaise',
  'execRestrictFile',
  'execDenyInteractive',
];

/** Reads a securebits number, 0 to 2³²−1: bit 2n is a flag, bit 2n+1 its lock. @throws CapsError ERR_OPTION_INVALID */
export function decodeSecurebits(value: number): Securebits {
  if (!Number.isInteger(value) || value < 0 || value > 0xffff_ffff) {
    throw new CapsError('ERR_OPTION_INVALID', `securebits ${quoted(value)}: expected an integer from 0 to 2^32-1`);
  }
  const isSet = (bit: number) => ((value >>> bit) & 1) === 1;
  const flags = Object.fromEntries(
    names.map((name, i) => [name, { set: isSet(2 * i), locked: isSet(2 * i + 1) }]),
  ) as Record<SecurebitName, Securebit>;
  const unknownBits = Array.from({ length: 32 }, (_, bit) => bit).filter(
    (bit) => bit >= 2 * names.length && isSet(bit),
  );
  return { value, ...flags, unknownBits };
}
