import { expect, test } from 'vitest';
import { shopServiceDefinition } from '../src/gen/protobuf-ts/shop/v1/shop.grpc-server.js';
import {
  AddItemRequest,
  GetItemRequest,
  type GetItemResponse,
  PutItemRequest,
  ShopService,
} from '../src/gen/protobuf-ts/shop/v1/shop.js';
import { all, attempts, connected } from '../src/serve.js';

/** Neither of the two knows the types of its messages. */
interface ShopCalls {
  getItem(request: { readonly skuCode: string }): Promise<GetItemResponse>;
  listItems(request: { readonly limit: number }): AsyncIterable<unknown>;
  countItems(requests: Iterable<{ readonly skuCode: string }>): Promise<unknown>;
  priceItems(requests: Iterable<{ readonly skuCode: string }>): AsyncIterable<unknown>;
}

const item = { skuCode: 'a', priceCents: 5 };
const requests = {
  getItem: GetItemRequest.create(),
  putItem: PutItemRequest.create(),
  addItem: AddItemRequest.create(),
};

test.each([
  ['its ServiceType', ShopService],
  ['its definition for grpc-js', shopServiceDefinition],
])('calls of all four kinds, by %s', async (_name, definition) => {
  await using shop = await connected(definition as typeof ShopService, {
    getItem: () => ({ item }),
    listItems: () => [{ item }],
    countItems: async (call: AsyncIterable<unknown>) => ({ count: (await all(call)).length }),
    async *priceItems(call: AsyncIterable<{ skuCode: string }>) {
      for await (const { skuCode } of call) yield { priceCents: skuCode.length };
    },
  });
  const client = shop.client as unknown as ShopCalls;
  expect(await client.getItem({ skuCode: 'b' })).toEqual({ item });
  expect(await client.countItems([{ skuCode: 'a' }])).toEqual({ count: 1 });
  expect(await all(client.listItems({ limit: 1 }))).toEqual([{ item }]);
  expect(await all(client.priceItems([{ skuCode: 'abc' }]))).toEqual([{ priceCents: 3 }]);
});

test('the ServiceType says what is idempotent, the definition for grpc-js does not', async () => {
  expect(await attempts(ShopService, requests)).toEqual({ getItem: 3, putItem: 3, addItem: 1 });
  expect(await attempts(shopServiceDefinition, requests)).toEqual({ getItem: 1, putItem: 1, addItem: 1 });
});
