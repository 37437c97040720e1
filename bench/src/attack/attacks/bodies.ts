import { gzipSync } from 'node:zlib';
import { downloadRequest, EchoService } from '../../echo.js';
import { callBlock, END_HEADERS, END_STREAM, frame, message, Type } from '../frames.js';
import { rawAttack } from '../raw-attack.js';
import { keepOpen, openCall, sessionAttack } from '../session-attack.js';

const MIB = 2 ** 20;
const { download, echo } = EchoService;

/** 4 kB each, just under 4 MiB when inflated; the zeros at the end ask for no answer. */
const bomb = message(gzipSync(Buffer.alloc(4 * MIB - 1)), { compressed: true });
export const gzipBombs = sessionAttack('gzip bombs', (session) =>
  keepOpen(session, 100, () => {
    const stream = openCall(session, download.path, { 'grpc-encoding': 'gzip' });
    stream.resume().end(bomb);
    return stream;
  }),
);

const lie = message(Buffer.from('x'), { length: 2 ** 32 - 1 });
export const lengthBombs = sessionAttack('length prefixes of 4 GB', (session) =>
  keepOpen(session, 100, () => {
    const stream = openCall(session, echo.path);
    stream.resume().end(lie);
    return stream;
  }),
);

/** One byte is missing from each request, for ever. */
const allButOne = message(Buffer.alloc(4 * MIB - 1), { length: 4 * MIB });
export const unfinishedRequests = sessionAttack('200 unfinished requests of 4 MiB', (session) =>
  keepOpen(session, 200, () => {
    const stream = openCall(session, echo.path);
    stream.resume().write(allButOne);
    return stream;
  }),
);

export const manyStreams = sessionAttack('ten thousand open streams', (session) =>
  keepOpen(session, 10_000, () => openCall(session, echo.path).resume()),
);

const ONE_BYTE = frame(Type.DATA, 0, 1, Buffer.from('x'));
const FRAMES_IN_A_CHUNK = 1_000;

/** Just less than the window of a connection, so that it is never an error of flow control. */
function* byteByByte(): Generator<Buffer> {
  yield frame(Type.HEADERS, END_HEADERS, 1, callBlock());
  yield frame(Type.DATA, 0, 1, message(Buffer.alloc(0), { length: MIB }));
  const chunk = Buffer.concat(Array<Buffer>(FRAMES_IN_A_CHUNK).fill(ONE_BYTE));
  for (let sent = 0; sent < 64; sent++) yield chunk;
}
export const oneByteFrames = rawAttack({ name: 'DATA of one byte', connections: 25, bytes: byteByByte });

/** A hundred large answers that nobody lets out. */
function* large(): Generator<Buffer> {
  const block = callBlock(download.path);
  for (let id = 1; id < 200; id += 2) {
    yield frame(Type.HEADERS, END_HEADERS, id, block);
    yield frame(Type.DATA, END_STREAM, id, message(downloadRequest(1_000, 65_536)));
  }
}
export const zeroWindow = rawAttack({
  name: '100 large answers in a window of 0',
  connections: 5,
  window: 0,
  bytes: large,
});
