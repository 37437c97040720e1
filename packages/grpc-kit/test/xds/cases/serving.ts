import assert from 'node:assert/strict';
import { createServer as createSocketServer } from 'node:net';
import { freePort, until } from '@org/testing';
import { healthDefinition } from '../../../src/health-protocol.js';
import { createServer } from '../../../src/server/index.js';
import { controlPlane as bootstrapFor, loadXds } from '../../../src/xds/index.js';
import { connect, warnings } from '../connect.js';
import { denyPath, service } from '../resources.js';
import { serveByXds } from '../serve-by-xds.js';
import { type Case, rejection } from './case.js';

const SLOW_MS = 700;

export const servedByXds: Case = {
  name: 'an xDS server: health follows its listener, RBAC holds, a graceful stop waits for its calls',
  async run(controlPlane) {
    const server = await serveByXds(controlPlane, { listener: { filters: [denyPath('/test.Whoami/Forbidden')] } });
    await server.publish(service('served', [server.address]));
    const connection = await connect(controlPlane.uri, 'served');
    assert.equal(await connection.ask(), server.address);
    assert.match(await rejection(connection.askForbidden()), /PERMISSION_DENIED/);
    const probe = connection.factory.client({ ...healthDefinition }, `static:///${server.healthAddress}`, {
      healthCheck: false,
    });
    const healthOfServer = async (): Promise<string> => (await probe.check({ service: '' })).status;
    assert.equal(await healthOfServer(), 'SERVING');

    await controlPlane.publish(service('served', [server.address]));
    await until('NOT_SERVING without a listener', async () => (await healthOfServer()) === 'NOT_SERVING');
    await server.publish(service('served', [server.address]));
    const deletedAt = performance.now();
    await until('SERVING again', async () => (await healthOfServer()) === 'SERVING');
    const backMs = Math.round(performance.now() - deletedAt);
    await until('calls to be answered', () => connection.ask(1_000).catch(() => undefined));

    server.delayMs = SLOW_MS;
    const slow = connection.ask();
    await until('the call to be in hand', () => server.kit.inFlight > 0);
    const leavingAt = performance.now();
    const closed = server.close();
    assert.equal(await slow, server.address);
    await closed;
    const wildcard = warnings.find((warning) => /every interface/.test(warning));
    assert(wildcard);
    return `serving again ${backMs} ms after its listener came back; left in ${Math.round(performance.now() - leavingAt)} ms with a call of ${SLOW_MS} ms in hand; ${wildcard}`;
  },
};

export const serverWithoutListener: Case = {
  name: 'an xDS server without a listener, or on a port that is taken, fails with the reason',
  async run(controlPlane) {
    await controlPlane.publish([]);
    const xds = await loadXds({ bootstrap: bootstrapFor({ serverUri: controlPlane.uri, nodeId: 'case' }) });
    const server = createServer({ xds, xdsListenTimeoutMs: 1_500 });
    const address = `0.0.0.0:${await freePort()}`;
    const missing = await rejection(server.listen(address));
    assert.match(missing, /listener "grpc\/server\?xds\.resource\.listening_address=0\.0\.0\.0:\d+"/);

    const occupied = await freePort();
    const squatter = createSocketServer();
    await new Promise<void>((resolve) => squatter.listen(occupied, () => resolve()));
    const taken = await rejection(server.listen(`0.0.0.0:${occupied}`));
    assert.match(taken, /EADDRINUSE|in use|taken/);
    squatter.close();
    const name = await rejection(server.listen('localhost:50051'));
    assert.match(name, /ip:port/);
    await server.close();
    return [missing, taken, name].join(' | ');
  },
};
