import { CLIENT_METRICS as C, SERVER_METRICS as S } from '../metrics/catalogue.js';

/** One graph: what it is called, in which unit, and the queries it draws with their legends. */
export interface Panel {
  readonly title: string;
  /** A unit of Grafana: `reqps`, `s`, `percentunit`, `bytes`, `short`. */
  readonly unit: string;
  /** What a reader should conclude from it. */
  readonly description: string;
  readonly queries: readonly (readonly [expression: string, legend: string])[];
}

/** Graphs that belong together. */
export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

const POD = 'namespace=~"$namespace",pod=~"$pod"';
const RATE = '[$__rate_interval]';
const FAULTS = 'grpc_status=~"UNKNOWN|DEADLINE_EXCEEDED|UNIMPLEMENTED|INTERNAL|UNAVAILABLE|DATA_LOSS"';

function rate(metric: string, by: string, more = ''): string {
  return `sum by (${by}) (rate(${metric}{${POD}${more && `,${more}`}}${RATE}))`;
}

function quantiles(metric: string): Panel['queries'] {
  return ['0.5', '0.9', '0.99'].map((quantile) => [
    `histogram_quantile(${quantile}, ${rate(`${metric}_bucket`, 'le')})`,
    `p${Number(quantile) * 100}`,
  ]);
}

/** The dashboard, row by row; every name in it comes from the catalogue of metrics. */
export const ROWS: readonly Row[] = [
  {
    title: 'Servers',
    panels: [
      {
        title: 'Calls by pod',
        unit: 'reqps',
        description: 'All pods should be equally busy. A pod that stands out is a client that does not balance.',
        queries: [[rate(S.callStarted.name, 'pod'), '{{pod}}']],
      },
      {
        title: 'Calls by status',
        unit: 'reqps',
        description: 'What callers get.',
        queries: [[rate(`${S.callDuration.name}_count`, 'grpc_status'), '{{grpc_status}}']],
      },
      {
        title: 'Faults',
        unit: 'percentunit',
        description: 'The part of the calls that failed because something is wrong on the serving side.',
        queries: [
          [
            `${rate(`${S.callDuration.name}_count`, 'grpc_method', FAULTS)} / ${rate(`${S.callDuration.name}_count`, 'grpc_method')}`,
            '{{grpc_method}}',
          ],
        ],
      },
      {
        title: 'Time of a call',
        unit: 's',
        description: 'From the first byte of a call to its status, as the server sees it.',
        queries: quantiles(S.callDuration.name),
      },
      {
        title: 'Calls in hand',
        unit: 'short',
        description: 'Rising without more calls per second: something behind the handlers is slow.',
        queries: [[`sum by (pod) (${S.inFlight.name}{${POD}})`, '{{pod}}']],
      },
      {
        title: 'Calls shed',
        unit: 'reqps',
        description: 'Calls refused because maxConcurrentCalls were in hand.',
        queries: [[rate(S.shed.name, 'pod'), '{{pod}}']],
      },
      {
        title: 'Leaving',
        unit: 'short',
        description: '1 NOT_SERVING, 2 finishing, 3 cutting what is left. 3 means that the deadline is too short.',
        queries: [[`max by (pod) (${S.drainState.name}{${POD}}) > 0`, '{{pod}}']],
      },
      {
        title: 'Bytes',
        unit: 'Bps',
        description: 'Message bytes, without framing.',
        queries: [
          [rate(`${S.callReceived.name}_sum`, 'grpc_method'), 'in {{grpc_method}}'],
          [rate(`${S.callSent.name}_sum`, 'grpc_method'), 'out {{grpc_method}}'],
        ],
      },
    ],
  },
  {
    title: 'Clients',
    panels: [
      {
        title: 'Calls by status',
        unit: 'reqps',
        description: 'What the application gets, retries behind it.',
        queries: [[rate(`${C.callDuration.name}_count`, 'grpc_status'), '{{grpc_status}}']],
      },
      {
        title: 'Time of a call',
        unit: 's',
        description: 'As the application sees it, with connecting and retries.',
        queries: quantiles(C.callDuration.name),
      },
      {
        title: 'Attempts per call',
        unit: 'short',
        description: 'Above 1, attempts fail and are sent again: look at the statuses of attempts.',
        queries: [
          [
            `${rate(C.attemptStarted.name, 'grpc_target')} / ${rate(`${C.callDuration.name}_count`, 'grpc_target')}`,
            '{{grpc_target}}',
          ],
        ],
      },
      {
        title: 'Failed attempts',
        unit: 'reqps',
        description: 'Failures that retries may have hidden.',
        queries: [[rate(`${C.attemptDuration.name}_count`, 'grpc_status', 'grpc_status!="OK"'), '{{grpc_status}}']],
      },
      {
        title: 'Backends by state',
        unit: 'short',
        description: 'How many backends the clients know, and how many of them take calls.',
        queries: [[`sum by (grpc_target, state) (${C.backends.name}{${POD}})`, '{{grpc_target}} {{state}}']],
      },
      {
        title: 'Look-ups',
        unit: 'short',
        description: 'Per minute. Failing look-ups leave clients with the backends that they know.',
        queries: [[`60 * ${rate(C.resolutions.name, 'grpc_target, result')}`, '{{grpc_target}} {{result}}']],
      },
      {
        title: 'Connections opened',
        unit: 'short',
        description: 'Per minute. A steady rate is the age limit of the servers; more is trouble.',
        queries: [[`60 * ${rate(C.connectionsOpened.name, 'grpc_target')}`, '{{grpc_target}}']],
      },
      {
        title: 'Ejections',
        unit: 'short',
        description: 'Per minute. Backends that failed more than others and got no calls for a while.',
        queries: [[`60 * ${rate(C.ejections.name, 'grpc_target')}`, '{{grpc_target}}']],
      },
    ],
  },
  {
    title: 'Certificates',
    panels: [
      {
        title: 'Certificate files read again',
        unit: 'short',
        description: 'In the last hour. A rejected pair leaves the old one in use until it expires.',
        queries: [
          [`sum by (pod, result) (increase(${S.tlsReloads.name}{${POD}}[1h]))`, 'server {{pod}} {{result}}'],
          [`sum by (pod, result) (increase(${C.tlsReloads.name}{${POD}}[1h]))`, 'client {{pod}} {{result}}'],
        ],
      },
    ],
  },
];
