// Original file: proto/shop/v1/shop.proto


export interface ListItemsRequest {
  'limit'?: (number);
}

export interface ListItemsRequest__Output {
  'limit'?: (number);
}
