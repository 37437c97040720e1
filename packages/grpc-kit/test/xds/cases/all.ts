import { roundRobin, weightedSplit } from './balancing.js';
import type { Case } from './case.js';
import { clusterDeletion, listenerDeletion, realDeletion } from './deletion.js';
import { hostileRoutes, outlierDetection } from './guard.js';
import { addition, removal } from './membership.js';
import { outage } from './outage.js';
import { incomplete, nack } from './refusals.js';
import { mutualTls, plaintextRefused } from './security.js';
import { servedByXds, serverWithoutListener } from './serving.js';

/** Every case, in the order in which they are told. */
export const cases: readonly Case[] = [
  roundRobin,
  weightedSplit,
  addition,
  removal,
  outage,
  nack,
  incomplete,
  listenerDeletion,
  clusterDeletion,
  realDeletion,
  mutualTls,
  plaintextRefused,
  hostileRoutes,
  outlierDetection,
  servedByXds,
  serverWithoutListener,
];
