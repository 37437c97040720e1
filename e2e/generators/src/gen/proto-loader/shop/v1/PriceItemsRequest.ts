// Original file: proto/shop/v1/shop.proto


export interface PriceItemsRequest {
  'skuCode'?: (string);
}

export interface PriceItemsRequest__Output {
  'skuCode'?: (string);
}
