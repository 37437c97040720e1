// Original file: proto/shop/v1/shop.proto


export interface Item {
  'skuCode'?: (string);
  'priceCents'?: (number);
}

export interface Item__Output {
  'skuCode'?: (string);
  'priceCents'?: (number);
}
