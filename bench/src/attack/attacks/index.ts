import type { Attack } from '../attack.js';
import * as bodies from './bodies.js';
import * as connections from './connections.js';
import * as floods from './floods.js';
import * as resets from './resets.js';

/** Every attack there is. */
export const attacks: readonly Attack[] = [resets, floods, bodies, connections].flatMap(
  (group) => Object.values(group) as Attack[],
);
