// Original file: proto/shop/v1/shop.proto


export interface PriceItemsResponse {
  'priceCents'?: (number);
}

export interface PriceItemsResponse__Output {
  'priceCents'?: (number);
}
