import { bitOfWord, isSpace, isWord, wordEnd } from './characters.js';
import { CapsError, quoted } from './errors.js';
import type { CapabilitySet } from './set.js';
import { SetBuilder } from './set-builder.js';

/** The three sets that cap_from_text(3) describes. */
export interface CapabilityState {
  readonly effective: CapabilitySet;
  readonly permitted: CapabilitySet;
  readonly inheritable: CapabilitySet;
}

type Operator = '=' | '+' | '-';

const effectiveFlag = 1;
const permittedFlag = 2;
const inheritableFlag = 4;

function flagOf(code: number): number {
  return code === 101 ? effectiveFlag : code === 112 ? permittedFlag : code === 105 ? inheritableFlag : 0;
}

/** One reading of cap_from_text(3)'s grammar: clauses of a list of capabilities and what to do with its flags. */
export class TextParser {
  private at = 0;
  private readonly list = new SetBuilder();
  private readonly effective = new SetBuilder();
  private readonly permitted = new SetBuilder();
  private readonly inheritable = new SetBuilder();

  constructor(
    private readonly text: string,
    private readonly all: CapabilitySet,
  ) {
    if (typeof text !== 'string') throw new CapsError('ERR_TEXT_INVALID', `text ${quoted(text)}: expected a string`);
  }

  parse(): CapabilityState {
    for (this.skipSpaces(); this.at < this.text.length; this.skipSpaces()) this.clause();
    return {
      effective: this.effective.build(),
      permitted: this.permitted.build(),
      inheritable: this.inheritable.build(),
    };
  }

  private clause(): void {
    const listed = isWord(this.code());
    if (listed) this.capabilities();
    else this.selectAll();
    let operator = this.firstOperator(listed);
    for (;;) {
      this.apply(operator, this.flags(operator === '='));
      if (this.at >= this.text.length || isSpace(this.code())) return;
      const sign = this.text[this.at];
      if (sign !== '+' && sign !== '-') throw this.refuse("expected e, i, p, '+', '-' or a space");
      if (!listed) throw this.refuse('expected a space: without a list of capabilities nothing can follow');
      operator = sign;
      this.at++;
    }
  }

  private capabilities(): void {
    this.list.clear();
    for (;;) {
      const end = wordEnd(this.text, this.at);
      const word = this.text.slice(this.at, end);
      const bit = bitOfWord(word);
      if (bit !== undefined) this.list.add(bit);
      else if (word.length === 3 && word.toLowerCase() === 'all') this.selectAll();
      else throw this.refuse("expected a name such as cap_net_raw, a number from 0 to 63 or 'all'");
      this.at = end;
      if (this.text[this.at] !== ',') return;
      this.at++;
    }
  }

  // libcap forgets what was listed before: in `45,all` bit 45 is lost where `all` does not reach it.
  private selectAll(): void {
    this.list.clear();
    this.list.addAll(this.all);
  }

  // `=+` and `=-` clear the three flags first and then act as their sign.
  private firstOperator(listed: boolean): Operator {
    const first = this.text[this.at];
    if (first !== '=' && first !== '+' && first !== '-') throw this.refuse("expected ',', '=', '+' or '-'");
    if (first !== '=' && !listed) throw this.refuse('expected a list of capabilities');
    this.at++;
    if (first !== '=') return first;
    const second = this.text[this.at];
    if (second !== '+' && second !== '-') return '=';
    if (!listed) throw this.refuse('expected e, i, p or a space: without a list of capabilities only = is allowed');
    this.at++;
    this.apply('=', 0);
    return second;
  }

  private flags(mayBeNone: boolean): number {
    let flags = 0;
    for (let flag = flagOf(this.code()); flag !== 0; flag = flagOf(this.code())) {
      flags |= flag;
      this.at++;
    }
    if (flags === 0 && !mayBeNone) throw this.refuse('expected e, i or p');
    return flags;
  }

  private apply(operator: Operator, flags: number): void {
    this.applyTo(this.effective, operator, (flags & effectiveFlag) !== 0);
    this.applyTo(this.permitted, operator, (flags & permittedFlag) !== 0);
    this.applyTo(this.inheritable, operator, (flags & inheritableFlag) !== 0);
  }

  private applyTo(set: SetBuilder, operator: Operator, flagged: boolean): void {
    if (flagged && operator !== '-') set.addAll(this.list);
    else if (flagged || operator === '=') set.removeAll(this.list);
  }

  private skipSpaces(): void {
    while (isSpace(this.code())) this.at++;
  }

  private code(): number {
    return this.text.charCodeAt(this.at);
  }

  private refuse(expected: string): CapsError {
    const got = this.at < this.text.length ? quoted(this.text.slice(this.at, this.at + 24)) : 'the end';
    return new CapsError('ERR_TEXT_INVALID', `capability text: ${expected}, got ${got} at offset ${this.at}`, {
      offset: this.at,
    });
  }
}
