/** What is wrong with one field of a request. */
export interface FieldViolation {
  /** Path of the field, such as `address.lines[1]`. */
  readonly field: string;
  /** Why its value is refused, for developers. */
  readonly description: string;
  /** The rule it breaks, in UPPER_SNAKE_CASE. */
  readonly reason?: string | undefined;
  /** The same for users. */
  readonly localizedMessage?: Localized | undefined;
}

/** A message for users, in their language. */
export interface Localized {
  /** BCP 47, such as `de-CH`. */
  readonly locale: string;
  readonly message: string;
}

/** A quota that was exceeded. */
export interface QuotaViolation {
  /** Whose quota: `clientip:203.0.113.7`, `project:shop`. */
  readonly subject: string;
  readonly description: string;
  readonly apiService?: string | undefined;
  readonly quotaMetric?: string | undefined;
  readonly quotaId?: string | undefined;
  readonly quotaDimensions?: Readonly<Record<string, string>> | undefined;
  readonly quotaValue?: bigint | undefined;
  readonly futureQuotaValue?: bigint | undefined;
}

/** A condition that the request needs and that does not hold. */
export interface PreconditionViolation {
  /** Kind of condition, such as `TOS`. */
  readonly type: string;
  /** What it is about. */
  readonly subject: string;
  readonly description: string;
}

/** A page that helps. */
export interface HelpLink {
  readonly description: string;
  readonly url: string;
}

/** `google.rpc.BadRequest`: the request itself is wrong. */
export interface BadRequest {
  readonly kind: 'badRequest';
  readonly fieldViolations: readonly FieldViolation[];
}

/** `google.rpc.RetryInfo`: when to try again. */
export interface RetryInfo {
  readonly kind: 'retryInfo';
  /** Least time before the next attempt, in ms. */
  readonly retryDelayMs: number;
}

/** `google.rpc.DebugInfo`: for developers; it leaves the process only where clients may see it. */
export interface DebugInfo {
  readonly kind: 'debugInfo';
  readonly stackEntries: readonly string[];
  readonly detail: string;
}

/** `google.rpc.ErrorInfo`: the cause, for programs. */
export interface ErrorInfo {
  readonly kind: 'errorInfo';
  /** UPPER_SNAKE_CASE, unique within the domain. */
  readonly reason: string;
  /** Name of the service that reports it, such as `stock.example.com`. */
  readonly domain: string;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** `google.rpc.QuotaFailure`: quotas that were exceeded. */
export interface QuotaFailure {
  readonly kind: 'quotaFailure';
  readonly violations: readonly QuotaViolation[];
}

/** `google.rpc.PreconditionFailure`: conditions that do not hold. */
export interface PreconditionFailure {
  readonly kind: 'preconditionFailure';
  readonly violations: readonly PreconditionViolation[];
}

/** `google.rpc.RequestInfo`: what to name when asking for help. */
export interface RequestInfo {
  readonly kind: 'requestInfo';
  readonly requestId: string;
  readonly servingData?: string | undefined;
}

/** `google.rpc.ResourceInfo`: the resource that the error is about. */
export interface ResourceInfo {
  readonly kind: 'resourceInfo';
  readonly resourceType: string;
  readonly resourceName: string;
  readonly owner?: string | undefined;
  readonly description?: string | undefined;
}

/** `google.rpc.Help`: pages that help. */
export interface Help {
  readonly kind: 'help';
  readonly links: readonly HelpLink[];
}

/** `google.rpc.LocalizedMessage`: the error for users. */
export interface LocalizedMessage extends Localized {
  readonly kind: 'localizedMessage';
}

/** `google.protobuf.Any` of a type outside the standard set, still encoded. */
export interface AnyDetail {
  readonly kind: 'any';
  /** `type.googleapis.com/` and the full name of the message. */
  readonly typeUrl: string;
  readonly value: Uint8Array;
}

/** A detail of the standard set (`google/rpc/error_details.proto`). */
export type StandardDetail =
  | BadRequest
  | RetryInfo
  | DebugInfo
  | ErrorInfo
  | QuotaFailure
  | PreconditionFailure
  | RequestInfo
  | ResourceInfo
  | Help
  | LocalizedMessage;

/** What an error says besides its status; `kind` tells which of them it is. */
export type ErrorDetail = StandardDetail | AnyDetail;
