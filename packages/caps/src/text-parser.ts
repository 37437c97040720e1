import { CapsError, quoted } from './errors.js';
import { bitOfWord, endOfRun, isSpace, isWord, unexpected } from './grammar.js';
import type { CapabilitySet } from './set.js';
import { SetBuilder } from './set-builder.js';

/** The three sets that cap_from_text(3) describes. */
export interface CapabilityState {
  readonly effective: CapabilitySet;
  readonly permitted: CapabilitySet;
  readonly inheritable: CapabilitySet;
}

/** `e`, `i` or `p`. */
function isFlag(code: number): boolean {
  return code === 101 || code === 105 || code === 112;
}

/** One reading of cap_from_text(3)'s grammar: clauses of a list of capabilities and what to do with its flags. */
export class TextParser {
  readonly #text: string;
  readonly #all: CapabilitySet;
  #at = 0;
  readonly #list = new SetBuilder();
  readonly #effective = new SetBuilder();
  readonly #permitted = new SetBuilder();
  readonly #inheritable = new SetBuilder();

  constructor(text: string, all: CapabilitySet) {
    if (typeof text !== 'string') throw new CapsError('ERR_TEXT_INVALID', `text ${quoted(text)}: expected a string`);
    this.#text = text;
    this.#all = all;
  }

  parse(): CapabilityState {
    for (this.#skipSpaces(); this.#at < this.#text.length; this.#skipSpaces()) this.#clause();
    return {
      effective: this.#effective.build(),
      permitted: this.#permitted.build(),
      inheritable: this.#inheritable.build(),
    };
  }

  #clause(): void {
    const listed = this.#endOf(isWord) > this.#at;
    if (listed) this.#capabilities();
    else this.#selectAll();
    const first = this.#text[this.#at];
    if (first !== '=' && first !== '+' && first !== '-') throw this.#refuse("expected ',', '=', '+' or '-'");
    if (first === '=') {
      this.#at++;
      this.#apply('=', this.#flags());
    } else if (!listed) throw this.#refuse('expected a list of capabilities');
    while (this.#at < this.#text.length && this.#endOf(isSpace) === this.#at) {
      const sign = this.#text[this.#at];
      if (sign !== '+' && sign !== '-') throw this.#refuse("expected e, i, p, '+', '-' or a space");
      if (!listed) throw this.#refuse('expected e, i, p or a space: without a list of capabilities only = is allowed');
      this.#at++;
      const letters = this.#flags();
      if (letters === '') throw this.#refuse('expected e, i or p');
      this.#apply(sign, letters);
    }
  }

  #capabilities(): void {
    this.#list.clear();
    for (;;) {
      const end = this.#endOf(isWord);
      const name = this.#text.slice(this.#at, end);
      const bit = bitOfWord(name);
      if (bit !== undefined) this.#list.add(bit);
      else if (/^all$/i.test(name)) this.#selectAll();
      else throw this.#refuse("expected a name such as cap_net_raw, a number from 0 to 63 or 'all'");
      this.#at = end;
      if (this.#text[this.#at] !== ',') return;
      this.#at++;
    }
  }

  // libcap forgets what was listed before: in `45,all` bit 45 is lost where `all` does not reach it.
  #selectAll(): void {
    this.#list.clear();
    this.#list.addAll(this.#all);
  }

  #apply(operator: '=' | '+' | '-', letters: string): void {
    this.#applyTo(this.#effective, operator, letters.includes('e'));
    this.#applyTo(this.#permitted, operator, letters.includes('p'));
    this.#applyTo(this.#inheritable, operator, letters.includes('i'));
  }

  #applyTo(set: SetBuilder, operator: '=' | '+' | '-', flagged: boolean): void {
    if (flagged && operator !== '-') set.addAll(this.#list);
    else if (flagged || operator === '=') set.removeAll(this.#list);
  }

  #endOf(belongs: (code: number) => boolean): number {
    return endOfRun(this.#text, this.#at, belongs);
  }

  #skipSpaces(): void {
    this.#at = this.#endOf(isSpace);
  }

  #flags(): string {
    const start = this.#at;
    this.#at = this.#endOf(isFlag);
    return this.#text.slice(start, this.#at);
  }

  #refuse(expected: string): CapsError {
    return unexpected('ERR_TEXT_INVALID', 'capability text', this.#text, this.#at, expected);
  }
}
