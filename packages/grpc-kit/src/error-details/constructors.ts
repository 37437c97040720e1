import type {
  BadRequest,
  DebugInfo,
  ErrorInfo,
  Help,
  LocalizedMessage,
  PreconditionFailure,
  QuotaFailure,
  RequestInfo,
  ResourceInfo,
  RetryInfo,
  StandardDetail,
} from './error-detail.js';
import { type Content, standardDetails } from './standard-details.js';

/** Which fields of the request are wrong, and why. */
export const badRequest: (content: Content<'badRequest'>) => BadRequest = maker('badRequest');

/** When to try again, at the earliest. */
export const retryInfo: (content: Content<'retryInfo'>) => RetryInfo = maker('retryInfo');

/** Stack and state, for developers; clients see it, so only where they may. */
export const debugInfo: (content: Content<'debugInfo'>) => DebugInfo = maker('debugInfo');

/** The cause for programs: `reason` is unique within `domain`. */
export const errorInfo: (content: Content<'errorInfo'>) => ErrorInfo = maker('errorInfo');

/** Which quotas were exceeded. */
export const quotaFailure: (content: Content<'quotaFailure'>) => QuotaFailure = maker('quotaFailure');

/** Which conditions do not hold. */
export const preconditionFailure: (content: Content<'preconditionFailure'>) => PreconditionFailure =
  maker('preconditionFailure');

/** What to name when asking for help. */
export const requestInfo: (content: Content<'requestInfo'>) => RequestInfo = maker('requestInfo');

/** The resource that the error is about. */
export const resourceInfo: (content: Content<'resourceInfo'>) => ResourceInfo = maker('resourceInfo');

/** Pages that help. */
export const help: (content: Content<'help'>) => Help = maker('help');

/** The error for users, in their language. */
export const localizedMessage: (content: Content<'localizedMessage'>) => LocalizedMessage = maker('localizedMessage');

function maker<Kind extends StandardDetail['kind']>(
  kind: Kind,
): (content: Content<Kind>) => Extract<StandardDetail, { readonly kind: Kind }> {
  return (content) => {
    standardDetails[kind].check(content as never, kind);
    return { kind, ...content } as unknown as Extract<StandardDetail, { readonly kind: Kind }>;
  };
}
