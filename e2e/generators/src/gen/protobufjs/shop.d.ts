import * as $protobuf from "protobufjs";
import Long = require("long");
/** Namespace shop. */
export namespace shop {

    /** Namespace v1. */
    namespace v1 {

        /** Represents a ShopService */
        class ShopService extends $protobuf.rpc.Service {

            /**
             * Constructs a new ShopService service.
             * @param rpcImpl RPC implementation
             * @param [requestDelimited=false] Whether requests are length-delimited
             * @param [responseDelimited=false] Whether responses are length-delimited
             */
            constructor(rpcImpl: $protobuf.RPCImpl, requestDelimited?: boolean, responseDelimited?: boolean);

            /**
             * Creates new ShopService service using the specified rpc implementation.
             * @param rpcImpl RPC implementation
             * @param [requestDelimited=false] Whether requests are length-delimited
             * @param [responseDelimited=false] Whether responses are length-delimited
             * @returns RPC service. Useful where requests and/or responses are streamed.
             */
            public static create(rpcImpl: $protobuf.RPCImpl, requestDelimited?: boolean, responseDelimited?: boolean): ShopService;

            /**
             * Calls GetItem.
             * @param request GetItemRequest message or plain object
             * @param callback Node-style callback called with the error, if any, and GetItemResponse
             */
            public getItem(request: shop.v1.IGetItemRequest, callback: shop.v1.ShopService.GetItemCallback): void;

            /**
             * Calls GetItem.
             * @param request GetItemRequest message or plain object
             * @returns Promise
             */
            public getItem(request: shop.v1.IGetItemRequest): Promise<shop.v1.GetItemResponse>;

            /**
             * Calls AddItem.
             * @param request AddItemRequest message or plain object
             * @param callback Node-style callback called with the error, if any, and AddItemResponse
             */
            public addItem(request: shop.v1.IAddItemRequest, callback: shop.v1.ShopService.AddItemCallback): void;

            /**
             * Calls AddItem.
             * @param request AddItemRequest message or plain object
             * @returns Promise
             */
            public addItem(request: shop.v1.IAddItemRequest): Promise<shop.v1.AddItemResponse>;

            /**
             * Calls PutItem.
             * @param request PutItemRequest message or plain object
             * @param callback Node-style callback called with the error, if any, and PutItemResponse
             */
            public putItem(request: shop.v1.IPutItemRequest, callback: shop.v1.ShopService.PutItemCallback): void;

            /**
             * Calls PutItem.
             * @param request PutItemRequest message or plain object
             * @returns Promise
             */
            public putItem(request: shop.v1.IPutItemRequest): Promise<shop.v1.PutItemResponse>;

            /**
             * Calls ListItems.
             * @param request ListItemsRequest message or plain object
             * @param callback Node-style callback called with the error, if any, and ListItemsResponse
             */
            public listItems(request: shop.v1.IListItemsRequest, callback: shop.v1.ShopService.ListItemsCallback): void;

            /**
             * Calls ListItems.
             * @param request ListItemsRequest message or plain object
             * @returns Promise
             */
            public listItems(request: shop.v1.IListItemsRequest): Promise<shop.v1.ListItemsResponse>;

            /**
             * Calls CountItems.
             * @param request CountItemsRequest message or plain object
             * @param callback Node-style callback called with the error, if any, and CountItemsResponse
             */
            public countItems(request: shop.v1.ICountItemsRequest, callback: shop.v1.ShopService.CountItemsCallback): void;

            /**
             * Calls CountItems.
             * @param request CountItemsRequest message or plain object
             * @returns Promise
             */
            public countItems(request: shop.v1.ICountItemsRequest): Promise<shop.v1.CountItemsResponse>;

            /**
             * Calls PriceItems.
             * @param request PriceItemsRequest message or plain object
             * @param callback Node-style callback called with the error, if any, and PriceItemsResponse
             */
            public priceItems(request: shop.v1.IPriceItemsRequest, callback: shop.v1.ShopService.PriceItemsCallback): void;

            /**
             * Calls PriceItems.
             * @param request PriceItemsRequest message or plain object
             * @returns Promise
             */
            public priceItems(request: shop.v1.IPriceItemsRequest): Promise<shop.v1.PriceItemsResponse>;
        }

        namespace ShopService {

            /**
             * Callback as used by {@link shop.v1.ShopService#getItem}.
             * @param error Error, if any
             * @param [response] GetItemResponse
             */
            type GetItemCallback = (error: (Error|null), response?: shop.v1.GetItemResponse) => void;

            /**
             * Callback as used by {@link shop.v1.ShopService#addItem}.
             * @param error Error, if any
             * @param [response] AddItemResponse
             */
            type AddItemCallback = (error: (Error|null), response?: shop.v1.AddItemResponse) => void;

            /**
             * Callback as used by {@link shop.v1.ShopService#putItem}.
             * @param error Error, if any
             * @param [response] PutItemResponse
             */
            type PutItemCallback = (error: (Error|null), response?: shop.v1.PutItemResponse) => void;

            /**
             * Callback as used by {@link shop.v1.ShopService#listItems}.
             * @param error Error, if any
             * @param [response] ListItemsResponse
             */
            type ListItemsCallback = (error: (Error|null), response?: shop.v1.ListItemsResponse) => void;

            /**
             * Callback as used by {@link shop.v1.ShopService#countItems}.
             * @param error Error, if any
             * @param [response] CountItemsResponse
             */
            type CountItemsCallback = (error: (Error|null), response?: shop.v1.CountItemsResponse) => void;

            /**
             * Callback as used by {@link shop.v1.ShopService#priceItems}.
             * @param error Error, if any
             * @param [response] PriceItemsResponse
             */
            type PriceItemsCallback = (error: (Error|null), response?: shop.v1.PriceItemsResponse) => void;
        }

        /** Properties of an Item. */
        interface IItem {

            /** Item skuCode */
            skuCode?: (string|null);

            /** Item priceCents */
            priceCents?: (number|null);
        }

        /** Represents an Item. */
        class Item implements IItem {

            /**
             * Constructs a new Item.
             * @param [properties] Properties to set
             */
            constructor(properties?: shop.v1.IItem);

            /** Item skuCode. */
            public skuCode: string;

            /** Item priceCents. */
            public priceCents: number;

            /**
             * Creates a new Item instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Item instance
             */
            public static create(properties?: shop.v1.IItem): shop.v1.Item;

            /**
             * Encodes the specified Item message. Does not implicitly {@link shop.v1.Item.verify|verify} messages.
             * @param message Item message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            public static encode(message: shop.v1.IItem, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified Item message, length delimited. Does not implicitly {@link shop.v1.Item.verify|verify} messages.
             * @param message Item message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            public static encodeDelimited(message: shop.v1.IItem, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Item message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns Item
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shop.v1.Item;

            /**
             * Decodes an Item message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns Item
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            public static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): shop.v1.Item;

            /**
             * Verifies an Item message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            public static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates an Item message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Item
             */
            public static fromObject(object: { [k: string]: any }): shop.v1.Item;

            /**
             * Creates a plain object from an Item message. Also converts values to other types if specified.
             * @param message Item
             * @param [options] Conversion options
             * @returns Plain object
             */
            public static toObject(message: shop.v1.Item, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Item to JSON.
             * @returns JSON object
             */
            public toJSON(): { [k: string]: any };

            /**
             * Gets the default type url for Item
             * @param [typeUrlPrefix] your custom typeUrlPrefix(default "type.googleapis.com")
             * @returns The default type url
             */
            public static getTypeUrl(typeUrlPrefix?: string): string;
        }

        /** Properties of a GetItemRequest. */
        interface IGetItemRequest {

            /** GetItemRequest skuCode */
            skuCode?: (string|null);
        }

        /** Represents a GetItemRequest. */
        class GetItemRequest implements IGetItemRequest {

            /**
             * Constructs a new GetItemRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: shop.v1.IGetItemRequest);

            /** GetItemRequest skuCode. */
            public skuCode: string;

            /**
             * Creates a new GetItemRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns GetItemRequest instance
             */
            public static create(properties?: shop.v1.IGetItemRequest): shop.v1.GetItemRequest;

            /**
             * Encodes the specified GetItemRequest message. Does not implicitly {@link shop.v1.GetItemRequest.verify|verify} messages.
             * @param message GetItemRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            public static encode(message: shop.v1.IGetItemRequest, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified GetItemRequest message, length delimited. Does not implicitly {@link shop.v1.GetItemRequest.verify|verify} messages.
             * @param message GetItemRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            public static encodeDelimited(message: shop.v1.IGetItemRequest, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a GetItemRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns GetItemRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shop.v1.GetItemRequest;

            /**
             * Decodes a GetItemRequest message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns GetItemRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            public static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): shop.v1.GetItemRequest;

            /**
             * Verifies a GetItemRequest message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            public static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a GetItemRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns GetItemRequest
             */
            public static fromObject(object: { [k: string]: any }): shop.v1.GetItemRequest;

            /**
             * Creates a plain object from a GetItemRequest message. Also converts values to other types if specified.
             * @param message GetItemRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            public static toObject(message: shop.v1.GetItemRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this GetItemRequest to JSON.
             * @returns JSON object
             */
            public toJSON(): { [k: string]: any };

            /**
             * Gets the default type url for GetItemRequest
             * @param [typeUrlPrefix] your custom typeUrlPrefix(default "type.googleapis.com")
             * @returns The default type url
             */
            public static getTypeUrl(typeUrlPrefix?: string): string;
        }

        /** Properties of a GetItemResponse. */
        interface IGetItemResponse {

            /** GetItemResponse item */
            item?: (shop.v1.IItem|null);
        }

        /** Represents a GetItemResponse. */
        class GetItemResponse implements IGetItemResponse {

            /**
             * Constructs a new GetItemResponse.
             * @param [properties] Properties to set
             */
            constructor(properties?: shop.v1.IGetItemResponse);

            /** GetItemResponse item. */
            public item?: (shop.v1.IItem|null);

            /**
             * Creates a new GetItemResponse instance using the specified properties.
             * @param [properties] Properties to set
             * @returns GetItemResponse instance
             */
            public static create(properties?: shop.v1.IGetItemResponse): shop.v1.GetItemResponse;

            /**
             * Encodes the specified GetItemResponse message. Does not implicitly {@link shop.v1.GetItemResponse.verify|verify} messages.
             * @param message GetItemResponse message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            public static encode(message: shop.v1.IGetItemResponse, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified GetItemResponse message, length delimited. Does not implicitly {@link shop.v1.GetItemResponse.verify|verify} messages.
             * @param message GetItemResponse message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            public static encodeDelimited(message: shop.v1.IGetItemResponse, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a GetItemResponse message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns GetItemResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shop.v1.GetItemResponse;

            /**
             * Decodes a GetItemResponse message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns GetItemResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            public static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): shop.v1.GetItemResponse;

            /**
             * Verifies a GetItemResponse message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            public static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a GetItemResponse message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns GetItemResponse
             */
            public static fromObject(object: { [k: string]: any }): shop.v1.GetItemResponse;

            /**
             * Creates a plain object from a GetItemResponse message. Also converts values to other types if specified.
             * @param message GetItemResponse
             * @param [options] Conversion options
             * @returns Plain object
             */
            public static toObject(message: shop.v1.GetItemResponse, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this GetItemResponse to JSON.
             * @returns JSON object
             */
            public toJSON(): { [k: string]: any };

            /**
             * Gets the default type url for GetItemResponse
             * @param [typeUrlPrefix] your custom typeUrlPrefix(default "type.googleapis.com")
             * @returns The default type url
             */
            public static getTypeUrl(typeUrlPrefix?: string): string;
        }

        /** Properties of an AddItemRequest. */
        interface IAddItemRequest {

            /** AddItemRequest item */
            item?: (shop.v1.IItem|null);
        }

        /** Represents an AddItemRequest. */
        class AddItemRequest implements IAddItemRequest {

            /**
             * Constructs a new AddItemRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: shop.v1.IAddItemRequest);

            /** AddItemRequest item. */
            public item?: (shop.v1.IItem|null);

            /**
             * Creates a new AddItemRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns AddItemRequest instance
             */
            public static create(properties?: shop.v1.IAddItemRequest): shop.v1.AddItemRequest;

            /**
             * Encodes the specified AddItemRequest message. Does not implicitly {@link shop.v1.AddItemRequest.verify|verify} messages.
             * @param message AddItemRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            public static encode(message: shop.v1.IAddItemRequest, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified AddItemRequest message, length delimited. Does not implicitly {@link shop.v1.AddItemRequest.verify|verify} messages.
             * @param message AddItemRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            public static encodeDelimited(message: shop.v1.IAddItemRequest, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AddItemRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns AddItemRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shop.v1.AddItemRequest;

            /**
             * Decodes an AddItemRequest message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns AddItemRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            public static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): shop.v1.AddItemRequest;

            /**
             * Verifies an AddItemRequest message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            public static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates an AddItemRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns AddItemRequest
             */
            public static fromObject(object: { [k: string]: any }): shop.v1.AddItemRequest;

            /**
             * Creates a plain object from an AddItemRequest message. Also converts values to other types if specified.
             * @param message AddItemRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            public static toObject(message: shop.v1.AddItemRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this AddItemRequest to JSON.
             * @returns JSON object
             */
            public toJSON(): { [k: string]: any };

            /**
             * Gets the default type url for AddItemRequest
             * @param [typeUrlPrefix] your custom typeUrlPrefix(default "type.googleapis.com")
             * @returns The default type url
             */
            public static getTypeUrl(typeUrlPrefix?: string): string;
        }

        /** Properties of an AddItemResponse. */
        interface IAddItemResponse {
        }

        /** Represents an AddItemResponse. */
        class AddItemResponse implements IAddItemResponse {

            /**
             * Constructs a new AddItemResponse.
             * @param [properties] Properties to set
             */
            constructor(properties?: shop.v1.IAddItemResponse);

            /**
             * Creates a new AddItemResponse instance using the specified properties.
             * @param [properties] Properties to set
             * @returns AddItemResponse instance
             */
            public static create(properties?: shop.v1.IAddItemResponse): shop.v1.AddItemResponse;

            /**
             * Encodes the specified AddItemResponse message. Does not implicitly {@link shop.v1.AddItemResponse.verify|verify} messages.
             * @param message AddItemResponse message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            public static encode(message: shop.v1.IAddItemResponse, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified AddItemResponse message, length delimited. Does not implicitly {@link shop.v1.AddItemResponse.verify|verify} messages.
             * @param message AddItemResponse message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            public static encodeDelimited(message: shop.v1.IAddItemResponse, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AddItemResponse message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns AddItemResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shop.v1.AddItemResponse;

            /**
             * Decodes an AddItemResponse message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns AddItemResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            public static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): shop.v1.AddItemResponse;

            /**
             * Verifies an AddItemResponse message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            public static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates an AddItemResponse message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns AddItemResponse
             */
            public static fromObject(object: { [k: string]: any }): shop.v1.AddItemResponse;

            /**
             * Creates a plain object from an AddItemResponse message. Also converts values to other types if specified.
             * @param message AddItemResponse
             * @param [options] Conversion options
             * @returns Plain object
             */
            public static toObject(message: shop.v1.AddItemResponse, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this AddItemResponse to JSON.
             * @returns JSON object
             */
            public toJSON(): { [k: string]: any };

            /**
             * Gets the default type url for AddItemResponse
             * @param [typeUrlPrefix] your custom typeUrlPrefix(default "type.googleapis.com")
             * @returns The default type url
             */
            public static getTypeUrl(typeUrlPrefix?: string): string;
        }

        /** Properties of a PutItemRequest. */
        interface IPutItemRequest {

            /** PutItemRequest item */
            item?: (shop.v1.IItem|null);
        }

        /** Represents a PutItemRequest. */
        class PutItemRequest implements IPutItemRequest {

            /**
             * Constructs a new PutItemRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: shop.v1.IPutItemRequest);

            /** PutItemRequest item. */
            public item?: (shop.v1.IItem|null);

            /**
             * Creates a new PutItemRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PutItemRequest instance
             */
            public static create(properties?: shop.v1.IPutItemRequest): shop.v1.PutItemRequest;

            /**
             * Encodes the specified PutItemRequest message. Does not implicitly {@link shop.v1.PutItemRequest.verify|verify} messages.
             * @param message PutItemRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            public static encode(message: shop.v1.IPutItemRequest, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified PutItemRequest message, length delimited. Does not implicitly {@link shop.v1.PutItemRequest.verify|verify} messages.
             * @param message PutItemRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            public static encodeDelimited(message: shop.v1.IPutItemRequest, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PutItemRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns PutItemRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shop.v1.PutItemRequest;

            /**
             * Decodes a PutItemRequest message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns PutItemRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            public static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): shop.v1.PutItemRequest;

            /**
             * Verifies a PutItemRequest message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            public static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a PutItemRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns PutItemRequest
             */
            public static fromObject(object: { [k: string]: any }): shop.v1.PutItemRequest;

            /**
             * Creates a plain object from a PutItemRequest message. Also converts values to other types if specified.
             * @param message PutItemRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            public static toObject(message: shop.v1.PutItemRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this PutItemRequest to JSON.
             * @returns JSON object
             */
            public toJSON(): { [k: string]: any };

            /**
             * Gets the default type url for PutItemRequest
             * @param [typeUrlPrefix] your custom typeUrlPrefix(default "type.googleapis.com")
             * @returns The default type url
             */
            public static getTypeUrl(typeUrlPrefix?: string): string;
        }

        /** Properties of a PutItemResponse. */
        interface IPutItemResponse {
        }

        /** Represents a PutItemResponse. */
        class PutItemResponse implements IPutItemResponse {

            /**
             * Constructs a new PutItemResponse.
             * @param [properties] Properties to set
             */
            constructor(properties?: shop.v1.IPutItemResponse);

            /**
             * Creates a new PutItemResponse instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PutItemResponse instance
             */
            public static create(properties?: shop.v1.IPutItemResponse): shop.v1.PutItemResponse;

            /**
             * Encodes the specified PutItemResponse message. Does not implicitly {@link shop.v1.PutItemResponse.verify|verify} messages.
             * @param message PutItemResponse message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            public static encode(message: shop.v1.IPutItemResponse, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified PutItemResponse message, length delimited. Does not implicitly {@link shop.v1.PutItemResponse.verify|verify} messages.
             * @param message PutItemResponse message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            public static encodeDelimited(message: shop.v1.IPutItemResponse, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PutItemResponse message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns PutItemResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shop.v1.PutItemResponse;

            /**
             * Decodes a PutItemResponse message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns PutItemResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            public static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): shop.v1.PutItemResponse;

            /**
             * Verifies a PutItemResponse message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            public static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a PutItemResponse message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns PutItemResponse
             */
            public static fromObject(object: { [k: string]: any }): shop.v1.PutItemResponse;

            /**
             * Creates a plain object from a PutItemResponse message. Also converts values to other types if specified.
             * @param message PutItemResponse
             * @param [options] Conversion options
             * @returns Plain object
             */
            public static toObject(message: shop.v1.PutItemResponse, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this PutItemResponse to JSON.
             * @returns JSON object
             */
            public toJSON(): { [k: string]: any };

            /**
             * Gets the default type url for PutItemResponse
             * @param [typeUrlPrefix] your custom typeUrlPrefix(default "type.googleapis.com")
             * @returns The default type url
             */
            public static getTypeUrl(typeUrlPrefix?: string): string;
        }

        /** Properties of a ListItemsRequest. */
        interface IListItemsRequest {

            /** ListItemsRequest limit */
            limit?: (number|null);
        }

        /** Represents a ListItemsRequest. */
        class ListItemsRequest implements IListItemsRequest {

            /**
             * Constructs a new ListItemsRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: shop.v1.IListItemsRequest);

            /** ListItemsRequest limit. */
            public limit: number;

            /**
             * Creates a new ListItemsRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ListItemsRequest instance
             */
            public static create(properties?: shop.v1.IListItemsRequest): shop.v1.ListItemsRequest;

            /**
             * Encodes the specified ListItemsRequest message. Does not implicitly {@link shop.v1.ListItemsRequest.verify|verify} messages.
             * @param message ListItemsRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            public static encode(message: shop.v1.IListItemsRequest, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified ListItemsRequest message, length delimited. Does not implicitly {@link shop.v1.ListItemsRequest.verify|verify} messages.
             * @param message ListItemsRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            public static encodeDelimited(message: shop.v1.IListItemsRequest, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ListItemsRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns ListItemsRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shop.v1.ListItemsRequest;

            /**
             * Decodes a ListItemsRequest message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns ListItemsRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            public static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): shop.v1.ListItemsRequest;

            /**
             * Verifies a ListItemsRequest message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            public static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a ListItemsRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ListItemsRequest
             */
            public static fromObject(object: { [k: string]: any }): shop.v1.ListItemsRequest;

            /**
             * Creates a plain object from a ListItemsRequest message. Also converts values to other types if specified.
             * @param message ListItemsRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            public static toObject(message: shop.v1.ListItemsRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ListItemsRequest to JSON.
             * @returns JSON object
             */
            public toJSON(): { [k: string]: any };

            /**
             * Gets the default type url for ListItemsRequest
             * @param [typeUrlPrefix] your custom typeUrlPrefix(default "type.googleapis.com")
             * @returns The default type url
             */
            public static getTypeUrl(typeUrlPrefix?: string): string;
        }

        /** Properties of a ListItemsResponse. */
        interface IListItemsResponse {

            /** ListItemsResponse item */
            item?: (shop.v1.IItem|null);
        }

        /** Represents a ListItemsResponse. */
        class ListItemsResponse implements IListItemsResponse {

            /**
             * Constructs a new ListItemsResponse.
             * @param [properties] Properties to set
             */
            constructor(properties?: shop.v1.IListItemsResponse);

            /** ListItemsResponse item. */
            public item?: (shop.v1.IItem|null);

            /**
             * Creates a new ListItemsResponse instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ListItemsResponse instance
             */
            public static create(properties?: shop.v1.IListItemsResponse): shop.v1.ListItemsResponse;

            /**
             * Encodes the specified ListItemsResponse message. Does not implicitly {@link shop.v1.ListItemsResponse.verify|verify} messages.
             * @param message ListItemsResponse message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            public static encode(message: shop.v1.IListItemsResponse, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified ListItemsResponse message, length delimited. Does not implicitly {@link shop.v1.ListItemsResponse.verify|verify} messages.
             * @param message ListItemsResponse message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            public static encodeDelimited(message: shop.v1.IListItemsResponse, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ListItemsResponse message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns ListItemsResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shop.v1.ListItemsResponse;

            /**
             * Decodes a ListItemsResponse message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns ListItemsResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            public static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): shop.v1.ListItemsResponse;

            /**
             * Verifies a ListItemsResponse message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            public static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a ListItemsResponse message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ListItemsResponse
             */
            public static fromObject(object: { [k: string]: any }): shop.v1.ListItemsResponse;

            /**
             * Creates a plain object from a ListItemsResponse message. Also converts values to other types if specified.
             * @param message ListItemsResponse
             * @param [options] Conversion options
             * @returns Plain object
             */
            public static toObject(message: shop.v1.ListItemsResponse, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ListItemsResponse to JSON.
             * @returns JSON object
             */
            public toJSON(): { [k: string]: any };

            /**
             * Gets the default type url for ListItemsResponse
             * @param [typeUrlPrefix] your custom typeUrlPrefix(default "type.googleapis.com")
             * @returns The default type url
             */
            public static getTypeUrl(typeUrlPrefix?: string): string;
        }

        /** Properties of a CountItemsRequest. */
        interface ICountItemsRequest {

            /** CountItemsRequest skuCode */
            skuCode?: (string|null);
        }

        /** Represents a CountItemsRequest. */
        class CountItemsRequest implements ICountItemsRequest {

            /**
             * Constructs a new CountItemsRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: shop.v1.ICountItemsRequest);

            /** CountItemsRequest skuCode. */
            public skuCode: string;

            /**
             * Creates a new CountItemsRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns CountItemsRequest instance
             */
            public static create(properties?: shop.v1.ICountItemsRequest): shop.v1.CountItemsRequest;

            /**
             * Encodes the specified CountItemsRequest message. Does not implicitly {@link shop.v1.CountItemsRequest.verify|verify} messages.
             * @param message CountItemsRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            public static encode(message: shop.v1.ICountItemsRequest, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified CountItemsRequest message, length delimited. Does not implicitly {@link shop.v1.CountItemsRequest.verify|verify} messages.
             * @param message CountItemsRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            public static encodeDelimited(message: shop.v1.ICountItemsRequest, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CountItemsRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns CountItemsRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shop.v1.CountItemsRequest;

            /**
             * Decodes a CountItemsRequest message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns CountItemsRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            public static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): shop.v1.CountItemsRequest;

            /**
             * Verifies a CountItemsRequest message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            public static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a CountItemsRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns CountItemsRequest
             */
            public static fromObject(object: { [k: string]: any }): shop.v1.CountItemsRequest;

            /**
             * Creates a plain object from a CountItemsRequest message. Also converts values to other types if specified.
             * @param message CountItemsRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            public static toObject(message: shop.v1.CountItemsRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this CountItemsRequest to JSON.
             * @returns JSON object
             */
            public toJSON(): { [k: string]: any };

            /**
             * Gets the default type url for CountItemsRequest
             * @param [typeUrlPrefix] your custom typeUrlPrefix(default "type.googleapis.com")
             * @returns The default type url
             */
            public static getTypeUrl(typeUrlPrefix?: string): string;
        }

        /** Properties of a CountItemsResponse. */
        interface ICountItemsResponse {

            /** CountItemsResponse count */
            count?: (number|null);
        }

        /** Represents a CountItemsResponse. */
        class CountItemsResponse implements ICountItemsResponse {

            /**
             * Constructs a new CountItemsResponse.
             * @param [properties] Properties to set
             */
            constructor(properties?: shop.v1.ICountItemsResponse);

            /** CountItemsResponse count. */
            public count: number;

            /**
             * Creates a new CountItemsResponse instance using the specified properties.
             * @param [properties] Properties to set
             * @returns CountItemsResponse instance
             */
            public static create(properties?: shop.v1.ICountItemsResponse): shop.v1.CountItemsResponse;

            /**
             * Encodes the specified CountItemsResponse message. Does not implicitly {@link shop.v1.CountItemsResponse.verify|verify} messages.
             * @param message CountItemsResponse message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            public static encode(message: shop.v1.ICountItemsResponse, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified CountItemsResponse message, length delimited. Does not implicitly {@link shop.v1.CountItemsResponse.verify|verify} messages.
             * @param message CountItemsResponse message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            public static encodeDelimited(message: shop.v1.ICountItemsResponse, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CountItemsResponse message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns CountItemsResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shop.v1.CountItemsResponse;

            /**
             * Decodes a CountItemsResponse message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns CountItemsResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            public static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): shop.v1.CountItemsResponse;

            /**
             * Verifies a CountItemsResponse message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            public static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a CountItemsResponse message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns CountItemsResponse
             */
            public static fromObject(object: { [k: string]: any }): shop.v1.CountItemsResponse;

            /**
             * Creates a plain object from a CountItemsResponse message. Also converts values to other types if specified.
             * @param message CountItemsResponse
             * @param [options] Conversion options
             * @returns Plain object
             */
            public static toObject(message: shop.v1.CountItemsResponse, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this CountItemsResponse to JSON.
             * @returns JSON object
             */
            public toJSON(): { [k: string]: any };

            /**
             * Gets the default type url for CountItemsResponse
             * @param [typeUrlPrefix] your custom typeUrlPrefix(default "type.googleapis.com")
             * @returns The default type url
             */
            public static getTypeUrl(typeUrlPrefix?: string): string;
        }

        /** Properties of a PriceItemsRequest. */
        interface IPriceItemsRequest {

            /** PriceItemsRequest skuCode */
            skuCode?: (string|null);
        }

        /** Represents a PriceItemsRequest. */
        class PriceItemsRequest implements IPriceItemsRequest {

            /**
             * Constructs a new PriceItemsRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: shop.v1.IPriceItemsRequest);

            /** PriceItemsRequest skuCode. */
            public skuCode: string;

            /**
             * Creates a new PriceItemsRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PriceItemsRequest instance
             */
            public static create(properties?: shop.v1.IPriceItemsRequest): shop.v1.PriceItemsRequest;

            /**
             * Encodes the specified PriceItemsRequest message. Does not implicitly {@link shop.v1.PriceItemsRequest.verify|verify} messages.
             * @param message PriceItemsRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            public static encode(message: shop.v1.IPriceItemsRequest, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified PriceItemsRequest message, length delimited. Does not implicitly {@link shop.v1.PriceItemsRequest.verify|verify} messages.
             * @param message PriceItemsRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            public static encodeDelimited(message: shop.v1.IPriceItemsRequest, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PriceItemsRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns PriceItemsRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shop.v1.PriceItemsRequest;

            /**
             * Decodes a PriceItemsRequest message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns PriceItemsRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            public static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): shop.v1.PriceItemsRequest;

            /**
             * Verifies a PriceItemsRequest message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            public static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a PriceItemsRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns PriceItemsRequest
             */
            public static fromObject(object: { [k: string]: any }): shop.v1.PriceItemsRequest;

            /**
             * Creates a plain object from a PriceItemsRequest message. Also converts values to other types if specified.
             * @param message PriceItemsRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            public static toObject(message: shop.v1.PriceItemsRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this PriceItemsRequest to JSON.
             * @returns JSON object
             */
            public toJSON(): { [k: string]: any };

            /**
             * Gets the default type url for PriceItemsRequest
             * @param [typeUrlPrefix] your custom typeUrlPrefix(default "type.googleapis.com")
             * @returns The default type url
             */
            public static getTypeUrl(typeUrlPrefix?: string): string;
        }

        /** Properties of a PriceItemsResponse. */
        interface IPriceItemsResponse {

            /** PriceItemsResponse priceCents */
            priceCents?: (number|null);
        }

        /** Represents a PriceItemsResponse. */
        class PriceItemsResponse implements IPriceItemsResponse {

            /**
             * Constructs a new PriceItemsResponse.
             * @param [properties] Properties to set
             */
            constructor(properties?: shop.v1.IPriceItemsResponse);

            /** PriceItemsResponse priceCents. */
            public priceCents: number;

            /**
             * Creates a new PriceItemsResponse instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PriceItemsResponse instance
             */
            public static create(properties?: shop.v1.IPriceItemsResponse): shop.v1.PriceItemsResponse;

            /**
             * Encodes the specified PriceItemsResponse message. Does not implicitly {@link shop.v1.PriceItemsResponse.verify|verify} messages.
             * @param message PriceItemsResponse message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            public static encode(message: shop.v1.IPriceItemsResponse, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified PriceItemsResponse message, length delimited. Does not implicitly {@link shop.v1.PriceItemsResponse.verify|verify} messages.
             * @param message PriceItemsResponse message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            public static encodeDelimited(message: shop.v1.IPriceItemsResponse, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PriceItemsResponse message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns PriceItemsResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            public static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): shop.v1.PriceItemsResponse;

            /**
             * Decodes a PriceItemsResponse message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns PriceItemsResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            public static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): shop.v1.PriceItemsResponse;

            /**
             * Verifies a PriceItemsResponse message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            public static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a PriceItemsResponse message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns PriceItemsResponse
             */
            public static fromObject(object: { [k: string]: any }): shop.v1.PriceItemsResponse;

            /**
             * Creates a plain object from a PriceItemsResponse message. Also converts values to other types if specified.
             * @param message PriceItemsResponse
             * @param [options] Conversion options
             * @returns Plain object
             */
            public static toObject(message: shop.v1.PriceItemsResponse, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this PriceItemsResponse to JSON.
             * @returns JSON object
             */
            public toJSON(): { [k: string]: any };

            /**
             * Gets the default type url for PriceItemsResponse
             * @param [typeUrlPrefix] your custom typeUrlPrefix(default "type.googleapis.com")
             * @returns The default type url
             */
            public static getTypeUrl(typeUrlPrefix?: string): string;
        }
    }
}
