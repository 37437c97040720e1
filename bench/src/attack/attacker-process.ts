// The hostile peer, in a process of its own so that it steals no time from those who measure: ATTACK, PORT.
import { setMaxListeners } from 'node:events';
import { attacks } from './attacks/index.js';

const { ATTACK, PORT } = process.env;
const stopped = new AbortController();
// One for each connection.
setMaxListeners(0, stopped.signal);
let cut = 0;
attacks.find(({ name }) => name === ATTACK)?.start(Number(PORT), stopped.signal, () => cut++);

process.on('message', () => {
  stopped.abort();
  process.send?.(cut);
});
process.on('disconnect', () => process.exit(0));
process.send?.('attacking');
