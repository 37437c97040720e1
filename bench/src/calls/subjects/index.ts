import { connectSubject } from './connect.js';
import { http2Subject } from './http2.js';
import { kitBare, kitClient, kitNative } from './kit.js';
import { niceSubject } from './nice.js';
import { plainSubject } from './plain.js';
import { spikeSubject } from './spike.js';
import type { OpenSubject } from './subject.js';

const compared = {
  'node:http2': http2Subject,
  'grpc-js': (address: string) => plainSubject(address),
  'grpc-js, channelz off': (address: string) => plainSubject(address, { 'grpc.enable_channelz': 0 }),
  'kit native()': kitNative,
  'kit client(), all off': kitBare,
  'kit client(), default': kitClient({}),
  'kit client(), everything on': kitClient({}, { metrics: true }),
  'nice-grpc': niceSubject,
  'connect-node': connectSubject,
} satisfies Record<string, OpenSubject>;

/** Every client under measurement, by the name in the tables. `grpc-js` is what the ratios are to. */
export const subjects = {
  ...compared,
  'node:http2 with deadline, metadata and metrics': spikeSubject,
  'kit client(), health checks off': kitClient({ healthCheck: false }),
  'kit client(), outlier detection off': kitClient({ outlierDetection: false }),
  'kit client(), retries off': kitClient({ retry: false }),
  'kit client(), least_request': kitClient({ loadBalancing: 'least_request' }),
} satisfies Record<string, OpenSubject>;

export type SubjectName = keyof typeof subjects;
export const COMPARED = Object.keys(compared) as SubjectName[];
export const BASELINE: SubjectName = 'grpc-js';
