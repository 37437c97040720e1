import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A certificate and its key, as PEM. */
export interface Issued {
  readonly cert: string;
  readonly key: string;
  /** Serial number in upper-case hex, as Node prints it. */
  readonly serial: string;
}

/** What a certificate says. */
export interface CertificateRequest {
  readonly commonName: string;
  readonly dnsNames?: readonly string[];
  readonly uris?: readonly string[];
  /** IPv4 addresses. */
  readonly ipAddresses?: readonly string[];
  /** Default: an hour ago. */
  readonly validFrom?: Date;
  /** Default: in an hour. */
  readonly validTo?: Date;
}

/** A certificate authority of a test: X.509 by hand, so that no test needs openssl. */
export class TestCa {
  readonly cert: string;
  readonly #name: string;
  readonly #key: KeyObject;

  constructor(name: string) {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#name = name;
    this.#key = privateKey;
    this.cert = pem('CERTIFICATE', certificate(newSerial(), name, privateKey, publicKey, { commonName: name }, true));
  }

  issue(request: CertificateRequest): Issued {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const serial = newSerial();
    return {
      cert: pem('CERTIFICATE', certificate(serial, this.#name, this.#key, publicKey, request, false)),
      key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
      serial: serial.toString('hex').toUpperCase(),
    };
  }
}

const HOUR_MS = 3_600_000;

function newSerial(): Buffer {
  const serial = randomBytes(8);
  // Positive and without a leading zero byte: its hex is then the same everywhere.
  serial[0] = 0x40 | ((serial[0] ?? 0) & 0x3f);
  return serial;
}

function certificate(
  serial: Buffer,
  issuer: string,
  issuerKey: KeyObject,
  subjectKey: KeyObject,
  request: CertificateRequest,
  authority: boolean,
): Buffer {
  const algorithm = sequence(oid('2a8648ce3d040302'));
  const { validFrom = new Date(Date.now() - HOUR_MS), validTo = new Date(Date.now() + HOUR_MS) } = request;
  const body = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, serial),
    algorithm,
    nameOf(issuer),
    sequence(time(validFrom), time(validTo)),
    nameOf(request.commonName),
    subjectKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions(request, authority))),
  );
  return sequence(body, algorithm, bitString(sign('sha256', body, issuerKey)));
}

function extensions(request: CertificateRequest, authority: boolean): Buffer[] {
  const { dnsNames = [], uris = [], ipAddresses = [] } = request;
  const names = [
    ...dnsNames.map((name) => der(0x82, Buffer.from(name))),
    ...uris.map((uri) => der(0x86, Buffer.from(uri))),
    ...ipAddresses.map((address) => der(0x87, Buffer.from(address.split('.').map(Number)))),
  ];
  const constraints = sequence(...(authority ? [der(0x01, Buffer.of(0xff))] : []));
  return [
    sequence(oid('551d13'), der(0x01, Buffer.of(0xff)), der(0x04, constraints)),
    ...(names.length > 0 ? [sequence(oid('551d11'), der(0x04, sequence(...names)))] : []),
  ];
}

function nameOf(commonName: string): Buffer {
  return sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(commonName)))));
}

function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/\.\d+/, '').replace(/[-:T]/g, '');
  return der(0x18, Buffer.from(digits));
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'));
}

function bitString(bytes: Buffer): Buffer {
  return der(0x03, Buffer.concat([Buffer.of(0), bytes]));
}

function sequence(...contents: Buffer[]): Buffer {
  return der(0x30, ...contents);
}

function der(tag: number, ...contents: Buffer[]): Buffer {
  const body = Buffer.concat(contents);
  const length =
    body.length < 0x80
      ? Buffer.of(body.length)
      : body.length < 0x100
        ? Buffer.of(0x81, body.length)
        : Buffer.of(0x82, body.length >> 8, body.length & 0xff);
  return Buffer.concat([Buffer.of(tag), length, body]);
}

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
