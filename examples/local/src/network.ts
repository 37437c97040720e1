import { createServer } from 'node:net';

/** Whether this system has 127.0.0.2 and the rest of 127.0.0.0/8, as Linux does and macOS does not. */
export async function hasManyLoopbackAddresses(): Promise<boolean> {
  return (await portOn('127.0.0.2', 0)) !== undefined;
}

export async function isPortFree(host: string, port: number): Promise<boolean> {
  return (await portOn(host, port)) !== undefined;
}

function portOn(host: string, port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}
