// Original file: proto/shop/v1/shop.proto


export interface AddItemResponse {
}

export interface AddItemResponse__Output {
}
