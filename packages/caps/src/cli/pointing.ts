import { CapsError } from '@org/caps';

/** Parses, and adds to an error the input with a caret under the character that was refused. */
export function pointing<T>(input: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof CapsError) || error.offset === undefined || !/^[ -~]{1,100}$/.test(input)) throw error;
    const { code, message, offset } = error;
    throw new CapsError(code, `${message}\n  ${input}\n  ${' '.repeat(offset)}^`, { offset, cause: error });
  }
}
