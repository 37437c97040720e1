import { PREFACE } from '../frames.js';
import { rawAttack } from '../raw-attack.js';

export const silentConnections = rawAttack({
  name: '500 silent connections',
  connections: 500,
  greeting: Buffer.alloc(0),
});
export const halfPrefaces = rawAttack({
  name: '500 half prefaces',
  connections: 500,
  greeting: PREFACE.subarray(0, 8),
});
export const idleConnections = rawAttack({ name: '500 idle connections', connections: 500 });
