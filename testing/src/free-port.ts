import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** A TCP port that nobody has at this moment, on any address of this machine: for those that cannot take port 0. */
export async function freePort(): Promise<number> {
  const holder = createServer().listen({ host: '0.0.0.0', port: 0, exclusive: true });
  await once(holder, 'listening');
  const { port } = holder.address() as AddressInfo;
  holder.close();
  await once(holder, 'close');
  return port;
}
