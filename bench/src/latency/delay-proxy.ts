// Forwards TCP connections to TARGET_PORT on loopback and holds every chunk back for DELAY_MS, in both directions.
import { connect, createServer, type Socket } from 'node:net';

const { TARGET_PORT = '', DELAY_MS = '10' } = process.env;

function forward(from: Socket, to: Socket): void {
  const later = (act: () => void): void => void setTimeout(() => to.writable && act(), Number(DELAY_MS));
  from.on('data', (chunk) => later(() => to.write(chunk)));
  from.on('end', () => later(() => to.end()));
  from.on('error', () => to.destroy());
}

const server = createServer({ noDelay: true }, (client) => {
  const backend = connect({ port: Number(TARGET_PORT), host: '127.0.0.1', noDelay: true });
  forward(client, backend);
  forward(backend, client);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' ? address?.port : undefined);
});
process.on('disconnect', () => process.exit(0));
