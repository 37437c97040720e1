import { status } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { HeaderList } from '../http2/header-list.js';
import { ResponseHead, statusOfTrailers } from './response-fields.js';

const list = (...fields: string[]) => new HeaderList(fields, 0, false);

test.each([
  [['grpc-status', '0'], status.OK, ''],
  [['grpc-status', '5', 'grpc-message', 'no%20such%20%E2%82%AC'], status.NOT_FOUND, 'no such €'],
  [['grpc-status', '5', 'grpc-message', '100% wrong %zz'], status.NOT_FOUND, '100% wrong %zz'],
  [['grpc-status', '77'], status.UNKNOWN, 'the server sent the status 77, which gRPC does not have'],
  [['grpc-status', ''], status.UNKNOWN, 'the server sent the status , which gRPC does not have'],
  [[':status', '503'], status.UNAVAILABLE, 'Received HTTP status code 503'],
  [[':status', '200'], status.UNKNOWN, 'No status information received'],
])('the status of %j', (fields, code, details) => {
  expect(statusOfTrailers(list(...fields))).toMatchObject({ code, details });
});

test('equal trailers are understood once, and each call has metadata of its own', () => {
  const trailers = list('grpc-status', '0', 'x', '1', 'y-bin', 'AQI=,Aw');
  const one = statusOfTrailers(trailers).metadata;
  one.set('x', 'changed');
  const other = statusOfTrailers(trailers).metadata;
  expect(other.getMap()).toEqual({ x: '1', 'y-bin': Buffer.from([1, 2]) });
  expect(other.get('y-bin')).toEqual([Buffer.from([1, 2]), Buffer.from([3])]);
});

test('a head that is no gRPC says why', () => {
  expect(ResponseHead.of(list(':status', '200', 'content-type', 'application/grpc+proto')).fault).toBeUndefined();
  expect(ResponseHead.of(list(':status', '200', 'content-type', 'application/grpcx')).fault).toMatchObject({
    code: status.UNKNOWN,
  });
  expect(ResponseHead.of(list(':status', '404')).fault).toMatchObject({ code: status.UNIMPLEMENTED });
});
