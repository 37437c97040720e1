import { expect, test } from 'vitest';
import { connectError } from './connect-error.js';

test.each([
  ['Error: connect ECONNREFUSED 127.0.0.5:1', 'connect ECONNREFUSED 127.0.0.5:1'],
  [
    'Error: 802C1028777F0000:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../deps/ssl3_record.c:350:\n',
    'the peer does not speak TLS (wrong version number)',
  ],
  [
    'Failed to connect (2026-11-22T19:37:02.471Z)',
    'the peer closed the connection before HTTP/2 began; it may want TLS, or none (Failed to connect)',
  ],
  ['Protocol error (2026-11-22T19:37:02.523Z)', 'the peer does not speak HTTP/2, or wants TLS (Protocol error)'],
  [
    'Error: unable to verify the first certificate',
    'the certificate of the peer is signed by nobody trusted here (unable to verify the first certificate)',
  ],
])('%s', (reason, told) => {
  expect(connectError(reason)).toBe(told);
});
