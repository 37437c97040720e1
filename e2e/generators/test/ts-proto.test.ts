import { expect, expectTypeOf, test } from 'vitest';
import {
  AddItemRequest,
  GetItemRequest,
  type GetItemResponse,
  PutItemRequest,
  ShopServiceDefinition,
  ShopServiceService,
} from '../src/gen/ts-proto/shop/v1/shop.js';
import { all, attempts, connected } from '../src/serve.js';

const requests = {
  getItem: GetItemRequest.create(),
  putItem: PutItemRequest.create(),
  addItem: AddItemRequest.create(),
};
const item = { skuCode: 'a', priceCents: 5 };

test('calls of all four kinds, by its generic definition', async () => {
  await using shop = await connected(ShopServiceDefinition, {
    getItem: ({ request }) => {
      expectTypeOf(request).toEqualTypeOf<GetItemRequest>();
      return { item: { ...item, skuCode: request.skuCode } };
    },
    addItem: (_call, callback) => callback(null, {}),
    putItem: async () => ({}),
    async *listItems({ request }) {
      for (let left = request.limit; left > 0; left--) yield { item };
    },
    async countItems(call) {
      return { count: (await all(call)).length };
    },
    async *priceItems(call) {
      for await (const { skuCode } of call) yield { priceCents: skuCode.length };
    },
  });
  const { client } = shop;
  const response = await client.getItem({ skuCode: 'b' });
  expectTypeOf(response).toEqualTypeOf<GetItemResponse>();
  expect(response).toEqual({ item: { skuCode: 'b', priceCents: 5 } });
  await client.addItem({ item });
  expect(await all(client.listItems({ limit: 2 }))).toEqual([{ item }, { item }]);
  expect(await client.countItems([{ skuCode: 'a' }])).toEqual({ count: 1 });
  expect(await all(client.priceItems([{ skuCode: 'abc' }]))).toEqual([{ priceCents: 3 }]);
  expectTypeOf(client.getItem).parameter(0).toEqualTypeOf<GetItemRequest>();
});

test('its grpc-js output is typed alike', async () => {
  await using shop = await connected(ShopServiceService, {
    getItem: () => ({ item }),
    addItem: () => ({}),
    putItem: () => ({}),
    listItems: () => [],
    countItems: () => ({ count: 0 }),
    priceItems: () => [],
  });
  const response = await shop.client.getItem({ skuCode: 'b' });
  expectTypeOf(response).toEqualTypeOf<GetItemResponse>();
  expect(response).toEqual({ item });
});

test('the generic definition says what is idempotent, the grpc-js output does not', async () => {
  expect(await attempts(ShopServiceDefinition, requests)).toEqual({ getItem: 3, putItem: 3, addItem: 1 });
  expect(await attempts(ShopServiceService, requests)).toEqual({ getItem: 1, putItem: 1, addItem: 1 });
});
