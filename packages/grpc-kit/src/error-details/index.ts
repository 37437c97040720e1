export { anyDetail } from './any-detail.js';
export {
  badRequest,
  debugInfo,
  errorInfo,
  help,
  localizedMessage,
  preconditionFailure,
  quotaFailure,
  requestInfo,
  resourceInfo,
  retryInfo,
} from './constructors.js';
export type {
  AnyDetail,
  BadRequest,
  DebugInfo,
  ErrorDetail,
  ErrorInfo,
  FieldViolation,
  Help,
  HelpLink,
  Localized,
  LocalizedMessage,
  PreconditionFailure,
  PreconditionViolation,
  QuotaFailure,
  QuotaViolation,
  RequestInfo,
  ResourceInfo,
  RetryInfo,
  StandardDetail,
} from './error-detail.js';
export { errorDetails } from './error-details.js';
export { retryDelayOf } from './retry-delay-of.js';
