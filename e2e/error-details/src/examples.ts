import {
  badRequest,
  debugInfo,
  type ErrorDetail,
  errorInfo,
  help,
  localizedMessage,
  preconditionFailure,
  quotaFailure,
  requestInfo,
  resourceInfo,
  retryInfo,
} from '@org/grpc-kit/errors';

interface Example {
  readonly detail: ErrorDetail;
  /** Full name of its message. */
  readonly name: string;
  /** The same in the JSON of protobuf. */
  readonly json: object;
}

/** One detail of each kind, with every field. */
export const examples: readonly Example[] = [
  {
    detail: badRequest({
      fieldViolations: [
        {
          field: 'items[0].count',
          description: 'must be positive',
          reason: 'NOT_POSITIVE',
          localizedMessage: { locale: 'de-CH', message: 'muss grösser als 0 sein' },
        },
      ],
    }),
    name: 'google.rpc.BadRequest',
    json: {
      fieldViolations: [
        {
          field: 'items[0].count',
          description: 'must be positive',
          reason: 'NOT_POSITIVE',
          localizedMessage: { locale: 'de-CH', message: 'muss grösser als 0 sein' },
        },
      ],
    },
  },
  {
    detail: retryInfo({ retryDelayMs: 1_500.25 }),
    name: 'google.rpc.RetryInfo',
    json: { retryDelay: '1.500250s' },
  },
  {
    detail: debugInfo({ stackEntries: ['at a', 'at b'], detail: 'state 3' }),
    name: 'google.rpc.DebugInfo',
    json: { stackEntries: ['at a', 'at b'], detail: 'state 3' },
  },
  {
    detail: errorInfo({ reason: 'STOCKOUT', domain: 'stock.example.com', metadata: { zone: 'a', sku: '12' } }),
    name: 'google.rpc.ErrorInfo',
    json: { reason: 'STOCKOUT', domain: 'stock.example.com', metadata: { zone: 'a', sku: '12' } },
  },
  {
    detail: quotaFailure({
      violations: [
        {
          subject: 'project:shop',
          description: 'too many reads',
          apiService: 'stock.example.com',
          quotaMetric: 'reads',
          quotaId: 'reads-per-minute',
          quotaDimensions: { region: 'eu' },
          quotaValue: 9_007_199_254_740_993n,
          futureQuotaValue: 0n,
        },
      ],
    }),
    name: 'google.rpc.QuotaFailure',
    json: {
      violations: [
        {
          subject: 'project:shop',
          description: 'too many reads',
          apiService: 'stock.example.com',
          quotaMetric: 'reads',
          quotaId: 'reads-per-minute',
          quotaDimensions: { region: 'eu' },
          quotaValue: '9007199254740993',
          futureQuotaValue: '0',
        },
      ],
    },
  },
  {
    detail: preconditionFailure({ violations: [{ type: 'TOS', subject: 'shop', description: 'not accepted' }] }),
    name: 'google.rpc.PreconditionFailure',
    json: { violations: [{ type: 'TOS', subject: 'shop', description: 'not accepted' }] },
  },
  {
    detail: requestInfo({ requestId: '7f', servingData: 'x' }),
    name: 'google.rpc.RequestInfo',
    json: { requestId: '7f', servingData: 'x' },
  },
  {
    detail: resourceInfo({ resourceType: 'order', resourceName: 'orders/1', owner: 'ada', description: 'archived' }),
    name: 'google.rpc.ResourceInfo',
    json: { resourceType: 'order', resourceName: 'orders/1', owner: 'ada', description: 'archived' },
  },
  {
    detail: help({ links: [{ description: 'limits', url: 'https://example.com/limits' }] }),
    name: 'google.rpc.Help',
    json: { links: [{ description: 'limits', url: 'https://example.com/limits' }] },
  },
  {
    detail: localizedMessage({ locale: 'fr', message: 'trop de requêtes' }),
    name: 'google.rpc.LocalizedMessage',
    json: { locale: 'fr', message: 'trop de requêtes' },
  },
];
