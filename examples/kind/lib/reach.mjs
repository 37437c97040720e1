// Says for each variable whether a TCP connection to its host:port can be made: `NAME reached` or `NAME denied`.
import { connect } from 'node:net';

const WAIT_MS = 5000;

function reach(target) {
  const [host, port] = target.split(':');
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port) }, () => end('reached'));
    const timer = setTimeout(() => end('denied'), WAIT_MS);
    // A name that is not found or a port that is closed is neither.
    socket.on('error', ({ code }) =>
      end(code === 'ECONNREFUSED' || code === 'ETIMEDOUT' || code === 'EHOSTUNREACH' ? 'denied' : code),
    );
    function end(outcome) {
      clearTimeout(timer);
      socket.destroy();
      resolve(outcome);
    }
  });
}

for (const name of ['BFF', 'SERVER']) console.log(`${name} ${await reach(process.env[name])}`);
