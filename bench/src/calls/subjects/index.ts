import { connectSubject } from './connect.js';
import { http2Subject } from './http2.js';
import { kitBare, kitDefault, kitEverything, kitNative } from './kit.js';
import { niceSubject } from './nice.js';
import { plainSubject } from './plain.js';
import type { OpenSubject } from './subject.js';

/** Every client under measurement, by the name in the tables. `grpc-js` is what the ratios are to. */
export const subjects = {
  'node:http2': http2Subject,
  'grpc-js': (address: string) => plainSubject(address),
  'grpc-js, channelz off': (address: string) => plainSubject(address, { 'grpc.enable_channelz': 0 }),
  'kit native()': kitNative,
  'kit client(), all off': kitBare,
  'kit client(), default': kitDefault,
  'kit client(), everything on': kitEverything,
  'nice-grpc': niceSubject,
  'connect-node': connectSubject,
} satisfies Record<string, OpenSubject>;

export type SubjectName = keyof typeof subjects;
export const BASELINE: SubjectName = 'grpc-js';
