import { ErrorCode, errorCodeName } from './error-code.js';

/** A connection error (RFC 9113 section 5.4.1): the connection ends with GOAWAY and this code. */
export class Http2Error extends Error {
  override readonly name = 'Http2Error';
  readonly code: number;

  constructor(code: number, message: string, options?: ErrorOptions) {
    super(`${message} (${errorCodeName(code)})`, options);
    this.code = code;
  }
}

export function protocolError(message: string): Http2Error {
  return new Http2Error(ErrorCode.PROTOCOL_ERROR, message);
}

export function flowControlError(message: string): Http2Error {
  return new Http2Error(ErrorCode.FLOW_CONTROL_ERROR, message);
}

export function frameSizeError(message: string): Http2Error {
  return new Http2Error(ErrorCode.FRAME_SIZE_ERROR, message);
}

/** The peer breaks a limit that is there against floods. */
export function floodError(message: string): Http2Error {
  return new Http2Error(ErrorCode.ENHANCE_YOUR_CALM, message);
}
