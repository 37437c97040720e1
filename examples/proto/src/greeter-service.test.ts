import { expect, test } from 'vitest';
import { GreeterService, GreeterServiceClient, greeterDescriptors } from './index.js';

test('what the proto says of a method reaches whoever makes the calls', () => {
  expect(GreeterService.sayHello.options).toEqual({ idempotencyLevel: 'NO_SIDE_EFFECTS' });
  expect(GreeterService.whoAmI.options).toEqual({ idempotencyLevel: 'NO_SIDE_EFFECTS' });
  expect(GreeterService.watch.options).toEqual({});
  expect(GreeterServiceClient.service).toBe(GreeterService);
});

test('messages survive the wire', () => {
  const { requestSerialize, requestDeserialize } = GreeterService.sayHello;
  expect(requestDeserialize(requestSerialize({ name: 'Zoë' }))).toEqual({ name: 'Zoë' });
});

test('reflection has the file to show', () => {
  expect(Buffer.from(greeterDescriptors).includes('greeter.v1')).toBe(true);
});
