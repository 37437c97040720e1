import { describe, expect, test } from 'vitest';
import type { ChannelPolicy, RetryPolicy } from './channel-policy.js';
import { policyFromServiceConfig } from './policy-from-service-config.js';

const retryPolicy = {
  maxAttempts: 4,
  initialBackoff: '0.1s',
  maxBackoff: '1s',
  backoffMultiplier: 2,
  retryableStatusCodes: ['UNAVAILABLE', 'aborted', 8],
};
const retry: RetryPolicy = {
  maxAttempts: 4,
  initialBackoffMs: 100,
  maxBackoffMs: 1_000,
  codes: ['UNAVAILABLE', 'ABORTED', 'RESOURCE_EXHAUSTED'],
};
const shop = { service: 'shop.v1.Shop' };
const get = { ...shop, method: 'Get' };

const understood: Record<string, readonly [config: object, policy: ChannelPolicy]> = {
  nothing: [{}, {}],
  'balancing, the first that is known': [
    { loadBalancingConfig: [{ ring_hash_experimental: {} }, { round_robin: {} }, { pick_first: {} }] },
    { loadBalancing: 'round_robin' },
  ],
  'least_request with the two choices it has': [
    { loadBalancingConfig: [{ least_request_experimental: { choiceCount: 2 } }] },
    { loadBalancing: 'least_request' },
  ],
  'balancing, the deprecated form': [{ loadBalancingPolicy: 'ROUND_ROBIN' }, { loadBalancing: 'round_robin' }],
  'outlier detection, with the defaults of the standard': [
    {
      loadBalancingConfig: [
        {
          outlier_detection_experimental: {
            interval: '5s',
            failurePercentageEjection: { threshold: 60 },
            childPolicy: [{ round_robin: {} }],
          },
        },
      ],
    },
    {
      loadBalancing: 'round_robin',
      outlierDetection: {
        intervalMs: 5_000,
        baseEjectionMs: 30_000,
        maxEjectionMs: 300_000,
        maxEjectionPercent: 10,
        failurePercent: 60,
        minimumCalls: 50,
        minimumBackends: 5,
      },
    },
  ],
  'outlier detection that ejects nobody': [
    { loadBalancingConfig: [{ outlier_detection_experimental: { childPolicy: [{ round_robin: {} }] } }] },
    { loadBalancing: 'round_robin', outlierDetection: false },
  ],
  health: [{ healthCheckConfig: { serviceName: 'shop.v1.Shop' } }, { healthCheck: { serviceName: 'shop.v1.Shop' } }],
  'what holds for every method': [
    {
      methodConfig: [
        { name: [{}], timeout: '1.5s', retryPolicy, maxRequestMessageBytes: 1_024, maxResponseMessageBytes: '2048' },
      ],
    },
    { deadlineMs: 1_500, retry: { ...retry, methods: 'all' }, maxSendBytes: 1_024, maxReceiveBytes: 2_048 },
  ],
  'what holds for a service and for methods': [
    {
      methodConfig: [
        { name: [shop], timeout: '3s', retryPolicy },
        { name: [get, { ...shop, method: 'List' }], timeout: '0.0001s', retryPolicy },
      ],
    },
    {
      methods: {
        '/shop.v1.Shop/*': { deadlineMs: 3_000 },
        '/shop.v1.Shop/Get': { deadlineMs: 1 },
        '/shop.v1.Shop/List': { deadlineMs: 1 },
      },
      retry: { ...retry, methods: ['/shop.v1.Shop/*', '/shop.v1.Shop/Get', '/shop.v1.Shop/List'] },
    },
  ],
  'more attempts than five are five': [
    { methodConfig: [{ name: [get], retryPolicy: { ...retryPolicy, maxAttempts: 9 } }] },
    { retry: { ...retry, maxAttempts: 5, methods: ['/shop.v1.Shop/Get'] } },
  ],
  hedging: [
    {
      methodConfig: [
        {
          name: [get],
          hedgingPolicy: { maxAttempts: 3, hedgingDelay: '0.5s', nonFatalStatusCodes: ['UNAVAILABLE'] },
          waitForReady: false,
        },
        { name: [{}], retryPolicy },
      ],
    },
    {
      retry: { ...retry, methods: 'all' },
      hedging: { methods: ['/shop.v1.Shop/Get'], maxAttempts: 3, delayMs: 500 },
    },
  ],
};

describe('understood', () => {
  test.each(Object.entries(understood))('%s', (_name, [config, policy]) => {
    expect(policyFromServiceConfig(config)).toEqual(policy);
    expect(policyFromServiceConfig(JSON.stringify(config))).toEqual(policy);
  });
});

const entry = (fields: object) => ({ methodConfig: [{ name: [get], ...fields }] });

/** Configs, and the option that the refusal names. */
const refused: Record<string, readonly [config: unknown, option: string | undefined]> = {
  'no JSON': ['{', undefined],
  'no object': ['[]', 'serviceConfig'],
  'an unknown section': [{ loadBalancing: [] }, 'serviceConfig.loadBalancing'],
  throttling: [{ retryThrottling: { maxTokens: 10, tokenRatio: 0.1 } }, 'serviceConfig.retryThrottling'],
  'balancing that the kit lacks': [{ loadBalancingConfig: [{ grpclb: {} }] }, 'serviceConfig.loadBalancingConfig'],
  'balancing with two names': [
    { loadBalancingConfig: [{ round_robin: {}, pick_first: {} }] },
    'serviceConfig.loadBalancingConfig[0]',
  ],
  'shuffled addresses': [
    { loadBalancingConfig: [{ pick_first: { shuffleAddressList: true } }] },
    'serviceConfig.loadBalancingConfig[0].pick_first.shuffleAddressList',
  ],
  'outliers by success rate': [
    {
      loadBalancingConfig: [
        { outlier_detection_experimental: { successRateEjection: {}, childPolicy: [{ round_robin: {} }] } },
      ],
    },
    'serviceConfig.loadBalancingConfig[0].outlier_detection_experimental.successRateEjection',
  ],
  'outliers ejected by chance': [
    {
      loadBalancingConfig: [
        {
          outlier_detection_experimental: {
            failurePercentageEjection: { enforcementPercentage: 50 },
            childPolicy: [{ round_robin: {} }],
          },
        },
      ],
    },
    'serviceConfig.loadBalancingConfig[0].outlier_detection_experimental.failurePercentageEjection.enforcementPercentage',
  ],
  'an entry without a name': [{ methodConfig: [{ timeout: '1s' }] }, 'serviceConfig.methodConfig[0].name'],
  'an entry with no name in it': [
    { methodConfig: [{ name: [], timeout: '1s' }] },
    'serviceConfig.methodConfig[0].name',
  ],
  'a method without a service': [
    { methodConfig: [{ name: [{ method: 'Get' }] }] },
    'serviceConfig.methodConfig[0].name[0]',
  ],
  'a method twice': [
    {
      methodConfig: [
        { name: [get], timeout: '1s' },
        { name: [get], timeout: '2s' },
      ],
    },
    'serviceConfig.methodConfig',
  ],
  'every method twice': [{ methodConfig: [{ name: [{}] }, { name: [{}] }] }, 'serviceConfig.methodConfig'],
  'a duration that is none': [entry({ timeout: 5 }), 'serviceConfig.methodConfig[0].timeout'],
  'waiting for a connection': [entry({ waitForReady: true }), 'serviceConfig.methodConfig[0].waitForReady'],
  'sizes of one method': [
    entry({ maxResponseMessageBytes: 5 }),
    'serviceConfig.methodConfig[0].maxResponseMessageBytes',
  ],
  'a misspelled option': [
    entry({ retryPolicy: { ...retryPolicy, maxAttempt: 3 } }),
    'serviceConfig.methodConfig[0].retryPolicy.maxAttempt',
  ],
  'one attempt': [
    entry({ retryPolicy: { ...retryPolicy, maxAttempts: 1 } }),
    'serviceConfig.methodConfig[0].retryPolicy.maxAttempts',
  ],
  'a multiplier that is not 2': [
    entry({ retryPolicy: { ...retryPolicy, backoffMultiplier: 1.5 } }),
    'serviceConfig.methodConfig[0].retryPolicy.backoffMultiplier',
  ],
  'a time for each attempt': [
    entry({ retryPolicy: { ...retryPolicy, perAttemptRecvTimeout: '1s' } }),
    'serviceConfig.methodConfig[0].retryPolicy.perAttemptRecvTimeout',
  ],
  'a status that is none': [
    entry({ retryPolicy: { ...retryPolicy, retryableStatusCodes: ['UNAVAILABEL'] } }),
    'serviceConfig.methodConfig[0].retryPolicy.retryableStatusCodes[0]',
  ],
  'OK as an error': [
    entry({ retryPolicy: { ...retryPolicy, retryableStatusCodes: [0] } }),
    'serviceConfig.methodConfig[0].retryPolicy.retryableStatusCodes[0]',
  ],
  'no status': [
    entry({ retryPolicy: { ...retryPolicy, retryableStatusCodes: [] } }),
    'serviceConfig.methodConfig[0].retryPolicy.retryableStatusCodes',
  ],
  'retries and hedging': [entry({ retryPolicy, hedgingPolicy: { maxAttempts: 2 } }), 'serviceConfig.methodConfig[0]'],
  'hedging of every method': [
    { methodConfig: [{ name: [{}], hedgingPolicy: { maxAttempts: 2 } }] },
    'serviceConfig.methodConfig',
  ],
  'hedging past other statuses': [
    entry({ hedgingPolicy: { maxAttempts: 2, nonFatalStatusCodes: ['INTERNAL'] } }),
    'serviceConfig.methodConfig[0].hedgingPolicy.nonFatalStatusCodes',
  ],
  'two ways to retry': [
    {
      methodConfig: [
        { name: [get], retryPolicy },
        { name: [{ service: 'shop.v1.Cart' }], retryPolicy: { ...retryPolicy, maxAttempts: 2 } },
      ],
    },
    'serviceConfig.methodConfig[1].retryPolicy',
  ],
  'a method that is not retried in a service that is': [
    {
      methodConfig: [
        { name: [shop], retryPolicy },
        { name: [get], timeout: '1s' },
      ],
    },
    'serviceConfig.methodConfig[1]',
  ],
  'a method without the deadline of all others': [
    {
      methodConfig: [
        { name: [get], retryPolicy },
        { name: [{}], timeout: '1s', retryPolicy },
      ],
    },
    'serviceConfig.methodConfig[0]',
  ],
  'a retried method in a service that is hedged': [
    {
      methodConfig: [
        { name: [shop], hedgingPolicy: { maxAttempts: 2 } },
        { name: [get], retryPolicy },
      ],
    },
    'serviceConfig.methodConfig[1]',
  ],
};

describe('refused by name', () => {
  test.each(Object.entries(refused))('%s', (_name, [config, option]) => {
    expect(() => policyFromServiceConfig(config as object)).toThrow(
      expect.objectContaining({ code: 'ERR_POLICY_INVALID', option }),
    );
  });
});
