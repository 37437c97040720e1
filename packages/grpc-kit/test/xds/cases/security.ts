import assert from 'node:assert/strict';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestCa } from '@org/testing';
import { startBackends } from '../backends.js';
import { connect } from '../connect.js';
import { denyPath, downstreamTls, service, upstreamTls } from '../resources.js';
import { serveByXds } from '../serve-by-xds.js';
import { type Case, rejection } from './case.js';

const PROVIDER = 'workload';
const SERVER_NAME = 'spiffe://cluster.local/ns/shop/sa/greeter';

export const mutualTls: Case = {
  name: 'mTLS from the control plane: both certificates checked, the wrong name and plaintext refused',
  async run(controlPlane) {
    const certificates = { [PROVIDER]: await issueCertificate(SERVER_NAME) };
    const server = await serveByXds(controlPlane, {
      bootstrap: { certificates },
      listener: { transportSocket: downstreamTls(PROVIDER), filters: [denyPath('/test.Whoami/Forbidden')] },
    });
    const { address } = server;
    const tls = { tls: { fromXds: true } };
    await server.publish([
      ...service('secured', [address], upstreamTls(PROVIDER, SERVER_NAME)),
      ...service('impostor', [address], upstreamTls(PROVIDER, 'spiffe://cluster.local/ns/shop/sa/other')),
      ...service('plain', [address]),
    ]);
    const secured = await connect(controlPlane.uri, 'secured', tls, { certificates });
    assert.equal(await secured.ask(), `${address} to ${SERVER_NAME}`);

    const impostor = await connect(controlPlane.uri, 'impostor', tls, { certificates });
    const wrongName = await rejection(impostor.ask(2_000));
    assert.match(wrongName, /alternative name/i);
    const plain = await connect(controlPlane.uri, 'plain', {}, { certificates });
    const noTls = await rejection(plain.ask(2_000));
    await server.close();
    return `peer certificate seen by the server; wrong name: ${wrongName}; plaintext: ${noTls}`;
  },
};

export const plaintextRefused: Case = {
  name: 'a cluster without TLS is refused when the policy demands TLS from xDS',
  async run(controlPlane) {
    const [backend] = await startBackends(1);
    assert(backend);
    await controlPlane.publish(service('bare', [backend.address]));
    const connection = await connect(controlPlane.uri, 'bare', { tls: { fromXds: true } });
    const reason = await rejection(connection.ask(2_000));
    assert.match(reason, /brought no TLS/);
    return reason;
  },
};

/** One certificate for both sides, in files as an agent writes them. */
async function issueCertificate(uri: string): Promise<{ caFile: string; certFile: string; keyFile: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'grpc-kit-xds-'));
  const ca = new TestCa('mesh');
  const { cert, key } = ca.issue({ commonName: 'workload', uris: [uri] });
  const files = {
    caFile: join(directory, 'ca.pem'),
    certFile: join(directory, 'cert.pem'),
    keyFile: join(directory, 'key.pem'),
  };
  await Promise.all([
    writeFile(files.caFile, ca.cert),
    writeFile(files.certFile, cert),
    writeFile(files.keyFile, key, { mode: 0o600 }),
  ]);
  return files;
}
