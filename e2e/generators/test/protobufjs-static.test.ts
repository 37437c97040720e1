import { createClient } from '@org/grpc-kit';
import { expect, expectTypeOf, test } from 'vitest';
import { shop } from '../src/gen/protobufjs/shop.js';
import { attempts, connected } from '../src/serve.js';

/** The static code knows neither the package of a service nor its streams; its messages are codecs as they are. */
const ShopDefinition = {
  fullName: 'shop.v1.ShopService',
  methods: {
    getItem: {
      name: 'GetItem',
      requestType: shop.v1.GetItemRequest,
      requestStream: false,
      responseType: shop.v1.GetItemResponse,
      responseStream: false,
      options: { idempotencyLevel: 'NO_SIDE_EFFECTS' },
    },
  },
} as const;

test('a generic definition by hand, of its messages', async () => {
  await using served = await connected(ShopDefinition, {
    getItem: ({ request }) => {
      expectTypeOf(request).toEqualTypeOf<shop.v1.GetItemRequest>();
      return { item: { skuCode: request.skuCode, priceCents: 5 } };
    },
  });
  const response = await served.client.getItem({ skuCode: 'b' });
  expectTypeOf(response).toEqualTypeOf<shop.v1.GetItemResponse>();
  expect(shop.v1.GetItemResponse.toObject(response)).toEqual({ item: { skuCode: 'b', priceCents: 5 } });
  expect(await attempts(ShopDefinition, { getItem: {} })).toEqual({ getItem: 3 });
});

test('its service class is refused, and the refusal says what to do', () => {
  expect(() => createClient(shop.v1.ShopService as never, 'static:///127.0.0.1:1')).toThrow(
    expect.objectContaining({
      code: 'ERR_DEFINITION_INVALID',
      message: expect.stringMatching(/protobufjs.*generic definition/),
    }),
  );
});
