import { errorCodeName } from './error-code.js';

/** A connection error (RFC 9113 section 5.4.1): the connection ends with GOAWAY and this code. */
export class Http2Error extends Error {
  override readonly name = 'Http2Error';
  readonly code: number;

  constructor(code: number, message: string) {
    super(`${message} (${errorCodeName(code)})`);
    this.code = code;
  }
}
