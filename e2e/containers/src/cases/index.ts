import type { Cluster } from '../cluster.js';
import type { Case } from '../run-cases.js';
import { outageCases } from './outages.js';
import { pageCases } from './page.js';
import { seedCases } from './seed.js';
import { trafficCases } from './traffic.js';

export const allCases = (cluster: Cluster, scratch: string): readonly Case[] => [
  ...seedCases(cluster),
  ...trafficCases(cluster),
  ...outageCases(cluster),
  ...pageCases(cluster, scratch),
];
