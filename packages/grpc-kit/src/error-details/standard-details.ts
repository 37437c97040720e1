import { durationMs } from './duration.js';
import type {
  FieldViolation,
  HelpLink,
  Localized,
  PreconditionViolation,
  QuotaViolation,
  StandardDetail,
} from './error-detail.js';
import {
  int64,
  type MessageCodec,
  message,
  messageOf,
  messages,
  optionalText,
  text,
  textMap,
  texts,
} from './message-fields.js';

/** What a detail of this kind says. */
export type Content<Kind extends StandardDetail['kind']> = Omit<
  Extract<StandardDetail, { readonly kind: Kind }>,
  'kind'
>;

type Codecs = { readonly [Kind in StandardDetail['kind']]: MessageCodec<Content<Kind>> };

const localized = messageOf<Localized>({ locale: text(1), message: text(2) });

/** The messages of `google/rpc/error_details.proto`, by kind. */
export const standardDetails: Codecs = {
  errorInfo: messageOf<Content<'errorInfo'>>({ reason: text(1), domain: text(2), metadata: textMap(3) }),
  retryInfo: messageOf<Content<'retryInfo'>>({ retryDelayMs: durationMs(1) }),
  debugInfo: messageOf<Content<'debugInfo'>>({ stackEntries: texts(1), detail: text(2) }),
  quotaFailure: messageOf<Content<'quotaFailure'>>({
    violations: messages(
      1,
      messageOf<QuotaViolation>({
        subject: text(1),
        description: text(2),
        apiService: optionalText(3),
        quotaMetric: optionalText(4),
        quotaId: optionalText(5),
        quotaDimensions: textMap(6),
        quotaValue: int64(7, 'implicit'),
        futureQuotaValue: int64(8, 'explicit'),
      }),
    ),
  }),
  preconditionFailure: messageOf<Content<'preconditionFailure'>>({
    violations: messages(
      1,
      messageOf<PreconditionViolation>({ type: text(1), subject: text(2), description: text(3) }),
    ),
  }),
  badRequest: messageOf<Content<'badRequest'>>({
    fieldViolations: messages(
      1,
      messageOf<FieldViolation>({
        field: text(1),
        description: text(2),
        reason: optionalText(3),
        localizedMessage: message(4, localized),
      }),
    ),
  }),
  requestInfo: messageOf<Content<'requestInfo'>>({ requestId: text(1), servingData: optionalText(2) }),
  resourceInfo: messageOf<Content<'resourceInfo'>>({
    resourceType: text(1),
    resourceName: text(2),
    owner: optionalText(3),
    description: optionalText(4),
  }),
  help: messageOf<Content<'help'>>({
    links: messages(1, messageOf<HelpLink>({ description: text(1), url: text(2) })),
  }),
  localizedMessage: localized,
};

/** The full name of a kind's message. */
export function messageName(kind: StandardDetail['kind']): string {
  return `google.rpc.${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
}

const kinds = new Map(
  (Object.keys(standardDetails) as StandardDetail['kind'][]).map((kind) => [messageName(kind), kind]),
);

/** The kind whose message has this full name. */
export function kindOf(name: string): StandardDetail['kind'] | undefined {
  return kinds.get(name);
}
