/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars*/
import * as $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;

// Exported root namespace
const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const shop = $root.shop = (() => {

    /**
     * Namespace shop.
     * @exports shop
     * @namespace
     */
    const shop = {};

    shop.v1 = (function() {

        /**
         * Namespace v1.
         * @memberof shop
         * @namespace
         */
        const v1 = {};

        v1.ShopService = (function() {

            /**
             * Constructs a new ShopService service.
             * @memberof shop.v1
             * @classdesc Represents a ShopService
             * @extends $protobuf.rpc.Service
             * @constructor
             * @param {$protobuf.RPCImpl} rpcImpl RPC implementation
             * @param {boolean} [requestDelimited=false] Whether requests are length-delimited
             * @param {boolean} [responseDelimited=false] Whether responses are length-delimited
             */
            function ShopService(rpcImpl, requestDelimited, responseDelimited) {
                $protobuf.rpc.Service.call(this, rpcImpl, requestDelimited, responseDelimited);
            }

            (ShopService.prototype = Object.create($protobuf.rpc.Service.prototype)).constructor = ShopService;

            /**
             * Creates new ShopService service using the specified rpc implementation.
             * @function create
             * @memberof shop.v1.ShopService
             * @static
             * @param {$protobuf.RPCImpl} rpcImpl RPC implementation
             * @param {boolean} [requestDelimited=false] Whether requests are length-delimited
             * @param {boolean} [responseDelimited=false] Whether responses are length-delimited
             * @returns {ShopService} RPC service. Useful where requests and/or responses are streamed.
             */
            ShopService.create = function create(rpcImpl, requestDelimited, responseDelimited) {
                return new this(rpcImpl, requestDelimited, responseDelimited);
            };

            /**
             * Callback as used by {@link shop.v1.ShopService#getItem}.
             * @memberof shop.v1.ShopService
             * @typedef GetItemCallback
             * @type {function}
             * @param {Error|null} error Error, if any
             * @param {shop.v1.GetItemResponse} [response] GetItemResponse
             */

            /**
             * Calls GetItem.
             * @function getItem
             * @memberof shop.v1.ShopService
             * @instance
             * @param {shop.v1.IGetItemRequest} request GetItemRequest message or plain object
             * @param {shop.v1.ShopService.GetItemCallback} callback Node-style callback called with the error, if any, and GetItemResponse
             * @returns {undefined}
             * @variation 1
             */
            Object.defineProperty(ShopService.prototype.getItem = function getItem(request, callback) {
                return $protobuf.rpc.Service.prototype.rpcCall.call(this, getItem, $root.shop.v1.GetItemRequest, $root.shop.v1.GetItemResponse, request, callback);
            }, "name", { value: "GetItem" });

            /**
             * Calls GetItem.
             * @function getItem
             * @memberof shop.v1.ShopService
             * @instance
             * @param {shop.v1.IGetItemRequest} request GetItemRequest message or plain object
             * @returns {Promise<shop.v1.GetItemResponse>} Promise
             * @variation 2
             */

            /**
             * Callback as used by {@link shop.v1.ShopService#addItem}.
             * @memberof shop.v1.ShopService
             * @typedef AddItemCallback
             * @type {function}
             * @param {Error|null} error Error, if any
             * @param {shop.v1.AddItemResponse} [response] AddItemResponse
             */

            /**
             * Calls AddItem.
             * @function addItem
             * @memberof shop.v1.ShopService
             * @instance
             * @param {shop.v1.IAddItemRequest} request AddItemRequest message or plain object
             * @param {shop.v1.ShopService.AddItemCallback} callback Node-style callback called with the error, if any, and AddItemResponse
             * @returns {undefined}
             * @variation 1
             */
            Object.defineProperty(ShopService.prototype.addItem = function addItem(request, callback) {
                return $protobuf.rpc.Service.prototype.rpcCall.call(this, addItem, $root.shop.v1.AddItemRequest, $root.shop.v1.AddItemResponse, request, callback);
            }, "name", { value: "AddItem" });

            /**
             * Calls AddItem.
             * @function addItem
             * @memberof shop.v1.ShopService
             * @instance
             * @param {shop.v1.IAddItemRequest} request AddItemRequest message or plain object
             * @returns {Promise<shop.v1.AddItemResponse>} Promise
             * @variation 2
             */

            /**
             * Callback as used by {@link shop.v1.ShopService#putItem}.
             * @memberof shop.v1.ShopService
             * @typedef PutItemCallback
             * @type {function}
             * @param {Error|null} error Error, if any
             * @param {shop.v1.PutItemResponse} [response] PutItemResponse
             */

            /**
             * Calls PutItem.
             * @function putItem
             * @memberof shop.v1.ShopService
             * @instance
             * @param {shop.v1.IPutItemRequest} request PutItemRequest message or plain object
             * @param {shop.v1.ShopService.PutItemCallback} callback Node-style callback called with the error, if any, and PutItemResponse
             * @returns {undefined}
             * @variation 1
             */
            Object.defineProperty(ShopService.prototype.putItem = function putItem(request, callback) {
                return $protobuf.rpc.Service.prototype.rpcCall.call(this, putItem, $root.shop.v1.PutItemRequest, $root.shop.v1.PutItemResponse, request, callback);
            }, "name", { value: "PutItem" });

            /**
             * Calls PutItem.
             * @function putItem
             * @memberof shop.v1.ShopService
             * @instance
             * @param {shop.v1.IPutItemRequest} request PutItemRequest message or plain object
             * @returns {Promise<shop.v1.PutItemResponse>} Promise
             * @variation 2
             */

            /**
             * Callback as used by {@link shop.v1.ShopService#listItems}.
             * @memberof shop.v1.ShopService
             * @typedef ListItemsCallback
             * @type {function}
             * @param {Error|null} error Error, if any
             * @param {shop.v1.ListItemsResponse} [response] ListItemsResponse
             */

            /**
             * Calls ListItems.
             * @function listItems
             * @memberof shop.v1.ShopService
             * @instance
             * @param {shop.v1.IListItemsRequest} request ListItemsRequest message or plain object
             * @param {shop.v1.ShopService.ListItemsCallback} callback Node-style callback called with the error, if any, and ListItemsResponse
             * @returns {undefined}
             * @variation 1
             */
            Object.defineProperty(ShopService.prototype.listItems = function listItems(request, callback) {
                return $protobuf.rpc.Service.prototype.rpcCall.call(this, listItems, $root.shop.v1.ListItemsRequest, $root.shop.v1.ListItemsResponse, request, callback);
            }, "name", { value: "ListItems" });

            /**
             * Calls ListItems.
             * @function listItems
             * @memberof shop.v1.ShopService
             * @instance
             * @param {shop.v1.IListItemsRequest} request ListItemsRequest message or plain object
             * @returns {Promise<shop.v1.ListItemsResponse>} Promise
             * @variation 2
             */

            /**
             * Callback as used by {@link shop.v1.ShopService#countItems}.
             * @memberof shop.v1.ShopService
             * @typedef CountItemsCallback
             * @type {function}
             * @param {Error|null} error Error, if any
             * @param {shop.v1.CountItemsResponse} [response] CountItemsResponse
             */

            /**
             * Calls CountItems.
             * @function countItems
             * @memberof shop.v1.ShopService
             * @instance
             * @param {shop.v1.ICountItemsRequest} request CountItemsRequest message or plain object
             * @param {shop.v1.ShopService.CountItemsCallback} callback Node-style callback called with the error, if any, and CountItemsResponse
             * @returns {undefined}
             * @variation 1
             */
            Object.defineProperty(ShopService.prototype.countItems = function countItems(request, callback) {
                return $protobuf.rpc.Service.prototype.rpcCall.call(this, countItems, $root.shop.v1.CountItemsRequest, $root.shop.v1.CountItemsResponse, request, callback);
            }, "name", { value: "CountItems" });

            /**
             * Calls CountItems.
             * @function countItems
             * @memberof shop.v1.ShopService
             * @instance
             * @param {shop.v1.ICountItemsRequest} request CountItemsRequest message or plain object
             * @returns {Promise<shop.v1.CountItemsResponse>} Promise
             * @variation 2
             */

            /**
             * Callback as used by {@link shop.v1.ShopService#priceItems}.
             * @memberof shop.v1.ShopService
             * @typedef PriceItemsCallback
             * @type {function}
             * @param {Error|null} error Error, if any
             * @param {shop.v1.PriceItemsResponse} [response] PriceItemsResponse
             */

            /**
             * Calls PriceItems.
             * @function priceItems
             * @memberof shop.v1.ShopService
             * @instance
             * @param {shop.v1.IPriceItemsRequest} request PriceItemsRequest message or plain object
             * @param {shop.v1.ShopService.PriceItemsCallback} callback Node-style callback called with the error, if any, and PriceItemsResponse
             * @returns {undefined}
             * @variation 1
             */
            Object.defineProperty(ShopService.prototype.priceItems = function priceItems(request, callback) {
                return $protobuf.rpc.Service.prototype.rpcCall.call(this, priceItems, $root.shop.v1.PriceItemsRequest, $root.shop.v1.PriceItemsResponse, request, callback);
            }, "name", { value: "PriceItems" });

            /**
             * Calls PriceItems.
             * @function priceItems
             * @memberof shop.v1.ShopService
             * @instance
             * @param {shop.v1.IPriceItemsRequest} request PriceItemsRequest message or plain object
             * @returns {Promise<shop.v1.PriceItemsResponse>} Promise
             * @variation 2
             */

            return ShopService;
        })();

        v1.Item = (function() {

            /**
             * Properties of an Item.
             * @memberof shop.v1
             * @interface IItem
             * @property {string|null} [skuCode] Item skuCode
             * @property {number|null} [priceCents] Item priceCents
             */

            /**
             * Constructs a new Item.
             * @memberof shop.v1
             * @classdesc Represents an Item.
             * @implements IItem
             * @constructor
             * @param {shop.v1.IItem=} [properties] Properties to set
             */
            function Item(properties) {
                if (properties)
                    for (let keys = Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            }

            /**
             * Item skuCode.
             * @member {string} skuCode
             * @memberof shop.v1.Item
             * @instance
             */
            Item.prototype.skuCode = "";

            /**
             * Item priceCents.
             * @member {number} priceCents
             * @memberof shop.v1.Item
             * @instance
             */
            Item.prototype.priceCents = 0;

            /**
             * Creates a new Item instance using the specified properties.
             * @function create
             * @memberof shop.v1.Item
             * @static
             * @param {shop.v1.IItem=} [properties] Properties to set
             * @returns {shop.v1.Item} Item instance
             */
            Item.create = function create(properties) {
                return new Item(properties);
            };

            /**
             * Encodes the specified Item message. Does not implicitly {@link shop.v1.Item.verify|verify} messages.
             * @function encode
             * @memberof shop.v1.Item
             * @static
             * @param {shop.v1.IItem} message Item message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Item.encode = function encode(message, writer, q) {
                if (!writer)
                    writer = $Writer.create();
                if (q === undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw Error("max depth exceeded");
                if (message.skuCode != null && Object.hasOwnProperty.call(message, "skuCode"))
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.skuCode);
                if (message.priceCents != null && Object.hasOwnProperty.call(message, "priceCents"))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.priceCents);
                return writer;
            };

            /**
             * Encodes the specified Item message, length delimited. Does not implicitly {@link shop.v1.Item.verify|verify} messages.
             * @function encodeDelimited
             * @memberof shop.v1.Item
             * @static
             * @param {shop.v1.IItem} message Item message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Item.encodeDelimited = function encodeDelimited(message, writer) {
                return this.encode(message, writer && writer.len ? writer.fork() : writer).ldelim();
            };

            /**
             * Decodes an Item message from the specified reader or buffer.
             * @function decode
             * @memberof shop.v1.Item
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {shop.v1.Item} Item
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Item.decode = function decode(reader, length, error, long) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (long === undefined)
                    long = 0;
                if (long > $Reader.recursionLimit)
                    throw Error("maximum nesting depth exceeded");
                let end, message;
                if (length === undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = new $root.shop.v1.Item();
                while (reader.pos < end) {
                    let tag = reader.uint32();
                    if (tag === error)
                        break;
                    switch (tag >>> 3) {
                    case 1: {
                            message.skuCode = reader.string();
                            break;
                        }
                    case 2: {
                            message.priceCents = reader.uint32();
                            break;
                        }
                    default:
                        reader.skipType(tag & 7, long);
                        break;
                    }
                }
                if (length !== undefined) {
                    if (reader.pos !== end)
                        throw RangeError("index out of range");
                    reader.len = length;
                }
                return message;
            };

            /**
             * Decodes an Item message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof shop.v1.Item
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {shop.v1.Item} Item
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Item.decodeDelimited = function decodeDelimited(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.uint32());
            };

            /**
             * Verifies an Item message.
             * @function verify
             * @memberof shop.v1.Item
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Item.verify = function verify(message, long) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (long === undefined)
                    long = 0;
                if (long > $util.recursionLimit)
                    return "maximum nesting depth exceeded";
                if (message.skuCode != null && Object.hasOwnProperty.call(message, "skuCode"))
                    if (!$util.isString(message.skuCode))
                        return "skuCode: string expected";
                if (message.priceCents != null && Object.hasOwnProperty.call(message, "priceCents"))
                    if (!$util.isInteger(message.priceCents))
                        return "priceCents: integer expected";
                return null;
            };

            /**
             * Creates an Item message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof shop.v1.Item
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {shop.v1.Item} Item
             */
            Item.fromObject = function fromObject(object, long) {
                if (object instanceof $root.shop.v1.Item)
                    return object;
                if (!$util.isObject(object))
                    throw TypeError(".shop.v1.Item: object expected");
                if (long === undefined)
                    long = 0;
                if (long > $util.recursionLimit)
                    throw Error("maximum nesting depth exceeded");
                let message = new $root.shop.v1.Item();
                if (object.skuCode != null)
                    message.skuCode = String(object.skuCode);
                if (object.priceCents != null)
                    message.priceCents = object.priceCents >>> 0;
                return message;
            };

            /**
             * Creates a plain object from an Item message. Also converts values to other types if specified.
             * @function toObject
             * @memberof shop.v1.Item
             * @static
             * @param {shop.v1.Item} message Item
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Item.toObject = function toObject(message, options, q) {
                if (!options)
                    options = {};
                if (q === undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.skuCode = "";
                    object.priceCents = 0;
                }
                if (message.skuCode != null && Object.hasOwnProperty.call(message, "skuCode"))
                    object.skuCode = message.skuCode;
                if (message.priceCents != null && Object.hasOwnProperty.call(message, "priceCents"))
                    object.priceCents = message.priceCents;
                return object;
            };

            /**
             * Converts this Item to JSON.
             * @function toJSON
             * @memberof shop.v1.Item
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Item.prototype.toJSON = function toJSON() {
                return this.constructor.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the default type url for Item
             * @function getTypeUrl
             * @memberof shop.v1.Item
             * @static
             * @param {string} [typeUrlPrefix] your custom typeUrlPrefix(default "type.googleapis.com")
             * @returns {string} The default type url
             */
            Item.getTypeUrl = function getTypeUrl(typeUrlPrefix) {
                if (typeUrlPrefix === undefined) {
                    typeUrlPrefix = "type.googleapis.com";
                }
                return typeUrlPrefix + "/shop.v1.Item";
            };

            return Item;
        })();

        v1.GetItemRequest = (function() {

            /**
             * Properties of a GetItemRequest.
             * @memberof shop.v1
             * @interface IGetItemRequest
             * @property {string|null} [skuCode] GetItemRequest skuCode
             */

            /**
             * Constructs a new GetItemRequest.
             * @memberof shop.v1
             * @classdesc Represents a GetItemRequest.
             * @implements IGetItemRequest
             * @constructor
             * @param {shop.v1.IGetItemRequest=} [properties] Properties to set
             */
            function GetItemRequest(properties) {
                if (properties)
                    for (let keys = Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            }

            /**
             * GetItemRequest skuCode.
             * @member {string} skuCode
             * @memberof shop.v1.GetItemRequest
             * @instance
             */
            GetItemRequest.prototype.skuCode = "";

            /**
             * Creates a new GetItemRequest instance using the specified properties.
             * @function create
             * @memberof shop.v1.GetItemRequest
             * @static
             * @param {shop.v1.IGetItemRequest=} [properties] Properties to set
             * @returns {shop.v1.GetItemRequest} GetItemRequest instance
             */
            GetItemRequest.create = function create(properties) {
                return new GetItemRequest(properties);
            };

            /**
             * Encodes the specified GetItemRequest message. Does not implicitly {@link shop.v1.GetItemRequest.verify|verify} messages.
             * @function encode
             * @memberof shop.v1.GetItemRequest
             * @static
             * @param {shop.v1.IGetItemRequest} message GetItemRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            GetItemRequest.encode = function encode(message, writer, q) {
                if (!writer)
                    writer = $Writer.create();
                if (q === undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw Error("max depth exceeded");
                if (message.skuCode != null && Object.hasOwnProperty.call(message, "skuCode"))
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.skuCode);
                return writer;
            };

            /**
             * Encodes the specified GetItemRequest message, length delimited. Does not implicitly {@link shop.v1.GetItemRequest.verify|verify} messages.
             * @function encodeDelimited
             * @memberof shop.v1.GetItemRequest
             * @static
             * @param {shop.v1.IGetItemRequest} message GetItemRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            GetItemRequest.encodeDelimited = function encodeDelimited(message, writer) {
                return this.encode(message, writer && writer.len ? writer.fork() : writer).ldelim();
            };

            /**
             * Decodes a GetItemRequest message from the specified reader or buffer.
             * @function decode
             * @memberof shop.v1.GetItemRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {shop.v1.GetItemRequest} GetItemRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            GetItemRequest.decode = function decode(reader, length, error, long) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (long === undefined)
                    long = 0;
                if (long > $Reader.recursionLimit)
                    throw Error("maximum nesting depth exceeded");
                let end, message;
                if (length === undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = new $root.shop.v1.GetItemRequest();
                while (reader.pos < end) {
                    let tag = reader.uint32();
                    if (tag === error)
                        break;
                    switch (tag >>> 3) {
                    case 1: {
                            message.skuCode = reader.string();
                            break;
                        }
                    default:
                        reader.skipType(tag & 7, long);
                        break;
                    }
                }
                if (length !== undefined) {
                    if (reader.pos !== end)
                        throw RangeError("index out of range");
                    reader.len = length;
                }
                return message;
            };

            /**
             * Decodes a GetItemRequest message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof shop.v1.GetItemRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {shop.v1.GetItemRequest} GetItemRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            GetItemRequest.decodeDelimited = function decodeDelimited(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.uint32());
            };

            /**
             * Verifies a GetItemRequest message.
             * @function verify
             * @memberof shop.v1.GetItemRequest
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            GetItemRequest.verify = function verify(message, long) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (long === undefined)
                    long = 0;
                if (long > $util.recursionLimit)
                    return "maximum nesting depth exceeded";
                if (message.skuCode != null && Object.hasOwnProperty.call(message, "skuCode"))
                    if (!$util.isString(message.skuCode))
                        return "skuCode: string expected";
                return null;
            };

            /**
             * Creates a GetItemRequest message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof shop.v1.GetItemRequest
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {shop.v1.GetItemRequest} GetItemRequest
             */
            GetItemRequest.fromObject = function fromObject(object, long) {
                if (object instanceof $root.shop.v1.GetItemRequest)
                    return object;
                if (!$util.isObject(object))
                    throw TypeError(".shop.v1.GetItemRequest: object expected");
                if (long === undefined)
                    long = 0;
                if (long > $util.recursionLimit)
                    throw Error("maximum nesting depth exceeded");
                let message = new $root.shop.v1.GetItemRequest();
                if (object.skuCode != null)
                    message.skuCode = String(object.skuCode);
                return message;
            };

            /**
             * Creates a plain object from a GetItemRequest message. Also converts values to other types if specified.
             * @function toObject
             * @memberof shop.v1.GetItemRequest
             * @static
             * @param {shop.v1.GetItemRequest} message GetItemRequest
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            GetItemRequest.toObject = function toObject(message, options, q) {
                if (!options)
                    options = {};
                if (q === undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.skuCode = "";
                if (message.skuCode != null && Object.hasOwnProperty.call(message, "skuCode"))
                    object.skuCode = message.skuCode;
                return object;
            };

            /**
             * Converts this GetItemRequest to JSON.
             * @function toJSON
             * @memberof shop.v1.GetItemRequest
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            GetItemRequest.prototype.toJSON = function toJSON() {
                return this.constructor.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the default type url for GetItemRequest
             * @function getTypeUrl
             * @memberof shop.v1.GetItemRequest
             * @static
             * @param {string} [typeUrlPrefix] your custom typeUrlPrefix(default "type.googleapis.com")
             * @returns {string} The default type url
             */
            GetItemRequest.getTypeUrl = function getTypeUrl(typeUrlPrefix) {
                if (typeUrlPrefix === undefined) {
                    typeUrlPrefix = "type.googleapis.com";
                }
                return typeUrlPrefix + "/shop.v1.GetItemRequest";
            };

            return GetItemRequest;
        })();

        v1.GetItemResponse = (function() {

            /**
             * Properties of a GetItemResponse.
             * @memberof shop.v1
             * @interface IGetItemResponse
             * @property {shop.v1.IItem|null} [item] GetItemResponse item
             */

            /**
             * Constructs a new GetItemResponse.
             * @memberof shop.v1
             * @classdesc Represents a GetItemResponse.
             * @implements IGetItemResponse
             * @constructor
             * @param {shop.v1.IGetItemResponse=} [properties] Properties to set
             */
            function GetItemResponse(properties) {
                if (properties)
                    for (let keys = Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            }

            /**
             * GetItemResponse item.
             * @member {shop.v1.IItem|null|undefined} item
             * @memberof shop.v1.GetItemResponse
             * @instance
             */
            GetItemResponse.prototype.item = null;

            /**
             * Creates a new GetItemResponse instance using the specified properties.
             * @function create
             * @memberof shop.v1.GetItemResponse
             * @static
             * @param {shop.v1.IGetItemResponse=} [properties] Properties to set
             * @returns {shop.v1.GetItemResponse} GetItemResponse instance
             */
            GetItemResponse.create = function create(properties) {
                return new GetItemResponse(properties);
            };

            /**
             * Encodes the specified GetItemResponse message. Does not implicitly {@link shop.v1.GetItemResponse.verify|verify} messages.
             * @function encode
             * @memberof shop.v1.GetItemResponse
             * @static
             * @param {shop.v1.IGetItemResponse} message GetItemResponse message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            GetItemResponse.encode = function encode(message, writer, q) {
                if (!writer)
                    writer = $Writer.create();
                if (q === undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw Error("max depth exceeded");
                if (message.item != null && Object.hasOwnProperty.call(message, "item"))
                    $root.shop.v1.Item.encode(message.item, writer.uint32(/* id 1, wireType 2 =*/10).fork(), q + 1).ldelim();
                return writer;
            };

            /**
             * Encodes the specified GetItemResponse message, length delimited. Does not implicitly {@link shop.v1.GetItemResponse.verify|verify} messages.
             * @function encodeDelimited
             * @memberof shop.v1.GetItemResponse
             * @static
             * @param {shop.v1.IGetItemResponse} message GetItemResponse message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            GetItemResponse.encodeDelimited = function encodeDelimited(message, writer) {
                return this.encode(message, writer && writer.len ? writer.fork() : writer).ldelim();
            };

            /**
             * Decodes a GetItemResponse message from the specified reader or buffer.
             * @function decode
             * @memberof shop.v1.GetItemResponse
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {shop.v1.GetItemResponse} GetItemResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            GetItemResponse.decode = function decode(reader, length, error, long) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (long === undefined)
                    long = 0;
                if (long > $Reader.recursionLimit)
                    throw Error("maximum nesting depth exceeded");
                let end, message;
                if (length === undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = new $root.shop.v1.GetItemResponse();
                while (reader.pos < end) {
                    let tag = reader.uint32();
                    if (tag === error)
                        break;
                    switch (tag >>> 3) {
                    case 1: {
                            message.item = $root.shop.v1.Item.decode(reader, reader.uint32(), undefined, long + 1);
                            break;
                        }
                    default:
                        reader.skipType(tag & 7, long);
                        break;
                    }
                }
                if (length !== undefined) {
                    if (reader.pos !== end)
                        throw RangeError("index out of range");
                    reader.len = length;
                }
                return message;
            };

            /**
             * Decodes a GetItemResponse message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof shop.v1.GetItemResponse
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {shop.v1.GetItemResponse} GetItemResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            GetItemResponse.decodeDelimited = function decodeDelimited(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.uint32());
            };

            /**
             * Verifies a GetItemResponse message.
             * @function verify
             * @memberof shop.v1.GetItemResponse
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            GetItemResponse.verify = function verify(message, long) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (long === undefined)
                    long = 0;
                if (long > $util.recursionLimit)
                    return "maximum nesting depth exceeded";
                if (message.item != null && Object.hasOwnProperty.call(message, "item")) {
                    let error = $root.shop.v1.Item.verify(message.item, long + 1);
                    if (error)
                        return "item." + error;
                }
                return null;
            };

            /**
             * Creates a GetItemResponse message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof shop.v1.GetItemResponse
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {shop.v1.GetItemResponse} GetItemResponse
             */
            GetItemResponse.fromObject = function fromObject(object, long) {
                if (object instanceof $root.shop.v1.GetItemResponse)
                    return object;
                if (!$util.isObject(object))
                    throw TypeError(".shop.v1.GetItemResponse: object expected");
                if (long === undefined)
                    long = 0;
                if (long > $util.recursionLimit)
                    throw Error("maximum nesting depth exceeded");
                let message = new $root.shop.v1.GetItemResponse();
                if (object.item != null) {
                    if (!$util.isObject(object.item))
                        throw TypeError(".shop.v1.GetItemResponse.item: object expected");
                    message.item = $root.shop.v1.Item.fromObject(object.item, long + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from a GetItemResponse message. Also converts values to other types if specified.
             * @function toObject
             * @memberof shop.v1.GetItemResponse
             * @static
             * @param {shop.v1.GetItemResponse} message GetItemResponse
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            GetItemResponse.toObject = function toObject(message, options, q) {
                if (!options)
                    options = {};
                if (q === undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.item = null;
                if (message.item != null && Object.hasOwnProperty.call(message, "item"))
                    object.item = $root.shop.v1.Item.toObject(message.item, options, q + 1);
                return object;
            };

            /**
             * Converts this GetItemResponse to JSON.
             * @function toJSON
             * @memberof shop.v1.GetItemResponse
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            GetItemResponse.prototype.toJSON = function toJSON() {
                return this.constructor.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the default type url for GetItemResponse
             * @function getTypeUrl
             * @memberof shop.v1.GetItemResponse
             * @static
             * @param {string} [typeUrlPrefix] your custom typeUrlPrefix(default "type.googleapis.com")
             * @returns {string} The default type url
             */
            GetItemResponse.getTypeUrl = function getTypeUrl(typeUrlPrefix) {
                if (typeUrlPrefix === undefined) {
                    typeUrlPrefix = "type.googleapis.com";
                }
                return typeUrlPrefix + "/shop.v1.GetItemResponse";
            };

            return GetItemResponse;
        })();

        v1.AddItemRequest = (function() {

            /**
             * Properties of an AddItemRequest.
             * @memberof shop.v1
             * @interface IAddItemRequest
             * @property {shop.v1.IItem|null} [item] AddItemRequest item
             */

            /**
             * Constructs a new AddItemRequest.
             * @memberof shop.v1
             * @classdesc Represents an AddItemRequest.
             * @implements IAddItemRequest
             * @constructor
             * @param {shop.v1.IAddItemRequest=} [properties] Properties to set
             */
            function AddItemRequest(properties) {
                if (properties)
                    for (let keys = Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            }

            /**
             * AddItemRequest item.
             * @member {shop.v1.IItem|null|undefined} item
             * @memberof shop.v1.AddItemRequest
             * @instance
             */
            AddItemRequest.prototype.item = null;

            /**
             * Creates a new AddItemRequest instance using the specified properties.
             * @function create
             * @memberof shop.v1.AddItemRequest
             * @static
             * @param {shop.v1.IAddItemRequest=} [properties] Properties to set
             * @returns {shop.v1.AddItemRequest} AddItemRequest instance
             */
            AddItemRequest.create = function create(properties) {
                return new AddItemRequest(properties);
            };

            /**
             * Encodes the specified AddItemRequest message. Does not implicitly {@link shop.v1.AddItemRequest.verify|verify} messages.
             * @function encode
             * @memberof shop.v1.AddItemRequest
             * @static
             * @param {shop.v1.IAddItemRequest} message AddItemRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            AddItemRequest.encode = function encode(message, writer, q) {
                if (!writer)
                    writer = $Writer.create();
                if (q === undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw Error("max depth exceeded");
                if (message.item != null && Object.hasOwnProperty.call(message, "item"))
                    $root.shop.v1.Item.encode(message.item, writer.uint32(/* id 1, wireType 2 =*/10).fork(), q + 1).ldelim();
                return writer;
            };

            /**
             * Encodes the specified AddItemRequest message, length delimited. Does not implicitly {@link shop.v1.AddItemRequest.verify|verify} messages.
             * @function encodeDelimited
             * @memberof shop.v1.AddItemRequest
             * @static
             * @param {shop.v1.IAddItemRequest} message AddItemRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            AddItemRequest.encodeDelimited = function encodeDelimited(message, writer) {
                return this.encode(message, writer && writer.len ? writer.fork() : writer).ldelim();
            };

            /**
             * Decodes an AddItemRequest message from the specified reader or buffer.
             * @function decode
             * @memberof shop.v1.AddItemRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {shop.v1.AddItemRequest} AddItemRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            AddItemRequest.decode = function decode(reader, length, error, long) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (long === undefined)
                    long = 0;
                if (long > $Reader.recursionLimit)
                    throw Error("maximum nesting depth exceeded");
                let end, message;
                if (length === undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = new $root.shop.v1.AddItemRequest();
                while (reader.pos < end) {
                    let tag = reader.uint32();
                    if (tag === error)
                        break;
                    switch (tag >>> 3) {
                    case 1: {
                            message.item = $root.shop.v1.Item.decode(reader, reader.uint32(), undefined, long + 1);
                            break;
                        }
                    default:
                        reader.skipType(tag & 7, long);
                        break;
                    }
                }
                if (length !== undefined) {
                    if (reader.pos !== end)
                        throw RangeError("index out of range");
                    reader.len = length;
                }
                return message;
            };

            /**
             * Decodes an AddItemRequest message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof shop.v1.AddItemRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {shop.v1.AddItemRequest} AddItemRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            AddItemRequest.decodeDelimited = function decodeDelimited(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.uint32());
            };

            /**
             * Verifies an AddItemRequest message.
             * @function verify
             * @memberof shop.v1.AddItemRequest
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            AddItemRequest.verify = function verify(message, long) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (long === undefined)
                    long = 0;
                if (long > $util.recursionLimit)
                    return "maximum nesting depth exceeded";
                if (message.item != null && Object.hasOwnProperty.call(message, "item")) {
                    let error = $root.shop.v1.Item.verify(message.item, long + 1);
                    if (error)
                        return "item." + error;
                }
                return null;
            };

            /**
             * Creates an AddItemRequest message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof shop.v1.AddItemRequest
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {shop.v1.AddItemRequest} AddItemRequest
             */
            AddItemRequest.fromObject = function fromObject(object, long) {
                if (object instanceof $root.shop.v1.AddItemRequest)
                    return object;
                if (!$util.isObject(object))
                    throw TypeError(".shop.v1.AddItemRequest: object expected");
                if (long === undefined)
                    long = 0;
                if (long > $util.recursionLimit)
                    throw Error("maximum nesting depth exceeded");
                let message = new $root.shop.v1.AddItemRequest();
                if (object.item != null) {
                    if (!$util.isObject(object.item))
                        throw TypeError(".shop.v1.AddItemRequest.item: object expected");
                    message.item = $root.shop.v1.Item.fromObject(object.item, long + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from an AddItemRequest message. Also converts values to other types if specified.
             * @function toObject
             * @memberof shop.v1.AddItemRequest
             * @static
             * @param {shop.v1.AddItemRequest} message AddItemRequest
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            AddItemRequest.toObject = function toObject(message, options, q) {
                if (!options)
                    options = {};
                if (q === undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.item = null;
                if (message.item != null && Object.hasOwnProperty.call(message, "item"))
                    object.item = $root.shop.v1.Item.toObject(message.item, options, q + 1);
                return object;
            };

            /**
             * Converts this AddItemRequest to JSON.
             * @function toJSON
             * @memberof shop.v1.AddItemRequest
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            AddItemRequest.prototype.toJSON = function toJSON() {
                return this.constructor.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the default type url for AddItemRequest
             * @function getTypeUrl
             * @memberof shop.v1.AddItemRequest
             * @static
             * @param {string} [typeUrlPrefix] your custom typeUrlPrefix(default "type.googleapis.com")
             * @returns {string} The default type url
             */
            AddItemRequest.getTypeUrl = function getTypeUrl(typeUrlPrefix) {
                if (typeUrlPrefix === undefined) {
                    typeUrlPrefix = "type.googleapis.com";
                }
                return typeUrlPrefix + "/shop.v1.AddItemRequest";
            };

            return AddItemRequest;
        })();

        v1.AddItemResponse = (function() {

            /**
             * Properties of an AddItemResponse.
             * @memberof shop.v1
             * @interface IAddItemResponse
             */

            /**
             * Constructs a new AddItemResponse.
             * @memberof shop.v1
             * @classdesc Represents an AddItemResponse.
             * @implements IAddItemResponse
             * @constructor
             * @param {shop.v1.IAddItemResponse=} [properties] Properties to set
             */
            function AddItemResponse(properties) {
                if (properties)
                    for (let keys = Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            }

            /**
             * Creates a new AddItemResponse instance using the specified properties.
             * @function create
             * @memberof shop.v1.AddItemResponse
             * @static
             * @param {shop.v1.IAddItemResponse=} [properties] Properties to set
             * @returns {shop.v1.AddItemResponse} AddItemResponse instance
             */
            AddItemResponse.create = function create(properties) {
                return new AddItemResponse(properties);
            };

            /**
             * Encodes the specified AddItemResponse message. Does not implicitly {@link shop.v1.AddItemResponse.verify|verify} messages.
             * @function encode
             * @memberof shop.v1.AddItemResponse
             * @static
             * @param {shop.v1.IAddItemResponse} message AddItemResponse message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            AddItemResponse.encode = function encode(message, writer, q) {
                if (!writer)
                    writer = $Writer.create();
                if (q === undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw Error("max depth exceeded");
                return writer;
            };

            /**
             * Encodes the specified AddItemResponse message, length delimited. Does not implicitly {@link shop.v1.AddItemResponse.verify|verify} messages.
             * @function encodeDelimited
             * @memberof shop.v1.AddItemResponse
             * @static
             * @param {shop.v1.IAddItemResponse} message AddItemResponse message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            AddItemResponse.encodeDelimited = function encodeDelimited(message, writer) {
                return this.encode(message, writer && writer.len ? writer.fork() : writer).ldelim();
            };

            /**
             * Decodes an AddItemResponse message from the specified reader or buffer.
             * @function decode
             * @memberof shop.v1.AddItemResponse
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {shop.v1.AddItemResponse} AddItemResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            AddItemResponse.decode = function decode(reader, length, error, long) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (long === undefined)
                    long = 0;
                if (long > $Reader.recursionLimit)
                    throw Error("maximum nesting depth exceeded");
                let end, message;
                if (length === undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = new $root.shop.v1.AddItemResponse();
                while (reader.pos < end) {
                    let tag = reader.uint32();
                    if (tag === error)
                        break;
                    switch (tag >>> 3) {
                    default:
                        reader.skipType(tag & 7, long);
                        break;
                    }
                }
                if (length !== undefined) {
                    if (reader.pos !== end)
                        throw RangeError("index out of range");
                    reader.len = length;
                }
                return message;
            };

            /**
             * Decodes an AddItemResponse message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof shop.v1.AddItemResponse
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {shop.v1.AddItemResponse} AddItemResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            AddItemResponse.decodeDelimited = function decodeDelimited(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.uint32());
            };

            /**
             * Verifies an AddItemResponse message.
             * @function verify
             * @memberof shop.v1.AddItemResponse
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            AddItemResponse.verify = function verify(message, long) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (long === undefined)
                    long = 0;
                if (long > $util.recursionLimit)
                    return "maximum nesting depth exceeded";
                return null;
            };

            /**
             * Creates an AddItemResponse message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof shop.v1.AddItemResponse
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {shop.v1.AddItemResponse} AddItemResponse
             */
            AddItemResponse.fromObject = function fromObject(object, long) {
                if (object instanceof $root.shop.v1.AddItemResponse)
                    return object;
                return new $root.shop.v1.AddItemResponse();
            };

            /**
             * Creates a plain object from an AddItemResponse message. Also converts values to other types if specified.
             * @function toObject
             * @memberof shop.v1.AddItemResponse
             * @static
             * @param {shop.v1.AddItemResponse} message AddItemResponse
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            AddItemResponse.toObject = function toObject() {
                return {};
            };

            /**
             * Converts this AddItemResponse to JSON.
             * @function toJSON
             * @memberof shop.v1.AddItemResponse
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            AddItemResponse.prototype.toJSON = function toJSON() {
                return this.constructor.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the default type url for AddItemResponse
             * @function getTypeUrl
             * @memberof shop.v1.AddItemResponse
             * @static
             * @param {string} [typeUrlPrefix] your custom typeUrlPrefix(default "type.googleapis.com")
             * @returns {string} The default type url
             */
            AddItemResponse.getTypeUrl = function getTypeUrl(typeUrlPrefix) {
                if (typeUrlPrefix === undefined) {
                    typeUrlPrefix = "type.googleapis.com";
                }
                return typeUrlPrefix + "/shop.v1.AddItemResponse";
            };

            return AddItemResponse;
        })();

        v1.PutItemRequest = (function() {

            /**
             * Properties of a PutItemRequest.
             * @memberof shop.v1
             * @interface IPutItemRequest
             * @property {shop.v1.IItem|null} [item] PutItemRequest item
             */

            /**
             * Constructs a new PutItemRequest.
             * @memberof shop.v1
             * @classdesc Represents a PutItemRequest.
             * @implements IPutItemRequest
             * @constructor
             * @param {shop.v1.IPutItemRequest=} [properties] Properties to set
             */
            function PutItemRequest(properties) {
                if (properties)
                    for (let keys = Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            }

            /**
             * PutItemRequest item.
             * @member {shop.v1.IItem|null|undefined} item
             * @memberof shop.v1.PutItemRequest
             * @instance
             */
            PutItemRequest.prototype.item = null;

            /**
             * Creates a new PutItemRequest instance using the specified properties.
             * @function create
             * @memberof shop.v1.PutItemRequest
             * @static
             * @param {shop.v1.IPutItemRequest=} [properties] Properties to set
             * @returns {shop.v1.PutItemRequest} PutItemRequest instance
             */
            PutItemRequest.create = function create(properties) {
                return new PutItemRequest(properties);
            };

            /**
             * Encodes the specified PutItemRequest message. Does not implicitly {@link shop.v1.PutItemRequest.verify|verify} messages.
             * @function encode
             * @memberof shop.v1.PutItemRequest
             * @static
             * @param {shop.v1.IPutItemRequest} message PutItemRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PutItemRequest.encode = function encode(message, writer, q) {
                if (!writer)
                    writer = $Writer.create();
                if (q === undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw Error("max depth exceeded");
                if (message.item != null && Object.hasOwnProperty.call(message, "item"))
                    $root.shop.v1.Item.encode(message.item, writer.uint32(/* id 1, wireType 2 =*/10).fork(), q + 1).ldelim();
                return writer;
            };

            /**
             * Encodes the specified PutItemRequest message, length delimited. Does not implicitly {@link shop.v1.PutItemRequest.verify|verify} messages.
             * @function encodeDelimited
             * @memberof shop.v1.PutItemRequest
             * @static
             * @param {shop.v1.IPutItemRequest} message PutItemRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PutItemRequest.encodeDelimited = function encodeDelimited(message, writer) {
                return this.encode(message, writer && writer.len ? writer.fork() : writer).ldelim();
            };

            /**
             * Decodes a PutItemRequest message from the specified reader or buffer.
             * @function decode
             * @memberof shop.v1.PutItemRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {shop.v1.PutItemRequest} PutItemRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PutItemRequest.decode = function decode(reader, length, error, long) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (long === undefined)
                    long = 0;
                if (long > $Reader.recursionLimit)
                    throw Error("maximum nesting depth exceeded");
                let end, message;
                if (length === undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = new $root.shop.v1.PutItemRequest();
                while (reader.pos < end) {
                    let tag = reader.uint32();
                    if (tag === error)
                        break;
                    switch (tag >>> 3) {
                    case 1: {
                            message.item = $root.shop.v1.Item.decode(reader, reader.uint32(), undefined, long + 1);
                            break;
                        }
                    default:
                        reader.skipType(tag & 7, long);
                        break;
                    }
                }
                if (length !== undefined) {
                    if (reader.pos !== end)
                        throw RangeError("index out of range");
                    reader.len = length;
                }
                return message;
            };

            /**
             * Decodes a PutItemRequest message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof shop.v1.PutItemRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {shop.v1.PutItemRequest} PutItemRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PutItemRequest.decodeDelimited = function decodeDelimited(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.uint32());
            };

            /**
             * Verifies a PutItemRequest message.
             * @function verify
             * @memberof shop.v1.PutItemRequest
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            PutItemRequest.verify = function verify(message, long) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (long === undefined)
                    long = 0;
                if (long > $util.recursionLimit)
                    return "maximum nesting depth exceeded";
                if (message.item != null && Object.hasOwnProperty.call(message, "item")) {
                    let error = $root.shop.v1.Item.verify(message.item, long + 1);
                    if (error)
                        return "item." + error;
                }
                return null;
            };

            /**
             * Creates a PutItemRequest message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof shop.v1.PutItemRequest
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {shop.v1.PutItemRequest} PutItemRequest
             */
            PutItemRequest.fromObject = function fromObject(object, long) {
                if (object instanceof $root.shop.v1.PutItemRequest)
                    return object;
                if (!$util.isObject(object))
                    throw TypeError(".shop.v1.PutItemRequest: object expected");
                if (long === undefined)
                    long = 0;
                if (long > $util.recursionLimit)
                    throw Error("maximum nesting depth exceeded");
                let message = new $root.shop.v1.PutItemRequest();
                if (object.item != null) {
                    if (!$util.isObject(object.item))
                        throw TypeError(".shop.v1.PutItemRequest.item: object expected");
                    message.item = $root.shop.v1.Item.fromObject(object.item, long + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from a PutItemRequest message. Also converts values to other types if specified.
             * @function toObject
             * @memberof shop.v1.PutItemRequest
             * @static
             * @param {shop.v1.PutItemRequest} message PutItemRequest
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            PutItemRequest.toObject = function toObject(message, options, q) {
                if (!options)
                    options = {};
                if (q === undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.item = null;
                if (message.item != null && Object.hasOwnProperty.call(message, "item"))
                    object.item = $root.shop.v1.Item.toObject(message.item, options, q + 1);
                return object;
            };

            /**
             * Converts this PutItemRequest to JSON.
             * @function toJSON
             * @memberof shop.v1.PutItemRequest
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            PutItemRequest.prototype.toJSON = function toJSON() {
                return this.constructor.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the default type url for PutItemRequest
             * @function getTypeUrl
             * @memberof shop.v1.PutItemRequest
             * @static
             * @param {string} [typeUrlPrefix] your custom typeUrlPrefix(default "type.googleapis.com")
             * @returns {string} The default type url
             */
            PutItemRequest.getTypeUrl = function getTypeUrl(typeUrlPrefix) {
                if (typeUrlPrefix === undefined) {
                    typeUrlPrefix = "type.googleapis.com";
                }
                return typeUrlPrefix + "/shop.v1.PutItemRequest";
            };

            return PutItemRequest;
        })();

        v1.PutItemResponse = (function() {

            /**
             * Properties of a PutItemResponse.
             * @memberof shop.v1
             * @interface IPutItemResponse
             */

            /**
             * Constructs a new PutItemResponse.
             * @memberof shop.v1
             * @classdesc Represents a PutItemResponse.
             * @implements IPutItemResponse
             * @constructor
             * @param {shop.v1.IPutItemResponse=} [properties] Properties to set
             */
            function PutItemResponse(properties) {
                if (properties)
                    for (let keys = Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            }

            /**
             * Creates a new PutItemResponse instance using the specified properties.
             * @function create
             * @memberof shop.v1.PutItemResponse
             * @static
             * @param {shop.v1.IPutItemResponse=} [properties] Properties to set
             * @returns {shop.v1.PutItemResponse} PutItemResponse instance
             */
            PutItemResponse.create = function create(properties) {
                return new PutItemResponse(properties);
            };

            /**
             * Encodes the specified PutItemResponse message. Does not implicitly {@link shop.v1.PutItemResponse.verify|verify} messages.
             * @function encode
             * @memberof shop.v1.PutItemResponse
             * @static
             * @param {shop.v1.IPutItemResponse} message PutItemResponse message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PutItemResponse.encode = function encode(message, writer, q) {
                if (!writer)
                    writer = $Writer.create();
                if (q === undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw Error("max depth exceeded");
                return writer;
            };

            /**
             * Encodes the specified PutItemResponse message, length delimited. Does not implicitly {@link shop.v1.PutItemResponse.verify|verify} messages.
             * @function encodeDelimited
             * @memberof shop.v1.PutItemResponse
             * @static
             * @param {shop.v1.IPutItemResponse} message PutItemResponse message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PutItemResponse.encodeDelimited = function encodeDelimited(message, writer) {
                return this.encode(message, writer && writer.len ? writer.fork() : writer).ldelim();
            };

            /**
             * Decodes a PutItemResponse message from the specified reader or buffer.
             * @function decode
             * @memberof shop.v1.PutItemResponse
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {shop.v1.PutItemResponse} PutItemResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PutItemResponse.decode = function decode(reader, length, error, long) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (long === undefined)
                    long = 0;
                if (long > $Reader.recursionLimit)
                    throw Error("maximum nesting depth exceeded");
                let end, message;
                if (length === undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = new $root.shop.v1.PutItemResponse();
                while (reader.pos < end) {
                    let tag = reader.uint32();
                    if (tag === error)
                        break;
                    switch (tag >>> 3) {
                    default:
                        reader.skipType(tag & 7, long);
                        break;
                    }
                }
                if (length !== undefined) {
                    if (reader.pos !== end)
                        throw RangeError("index out of range");
                    reader.len = length;
                }
                return message;
            };

            /**
             * Decodes a PutItemResponse message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof shop.v1.PutItemResponse
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {shop.v1.PutItemResponse} PutItemResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PutItemResponse.decodeDelimited = function decodeDelimited(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.uint32());
            };

            /**
             * Verifies a PutItemResponse message.
             * @function verify
             * @memberof shop.v1.PutItemResponse
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            PutItemResponse.verify = function verify(message, long) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (long === undefined)
                    long = 0;
                if (long > $util.recursionLimit)
                    return "maximum nesting depth exceeded";
                return null;
            };

            /**
             * Creates a PutItemResponse message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof shop.v1.PutItemResponse
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {shop.v1.PutItemResponse} PutItemResponse
             */
            PutItemResponse.fromObject = function fromObject(object, long) {
                if (object instanceof $root.shop.v1.PutItemResponse)
                    return object;
                return new $root.shop.v1.PutItemResponse();
            };

            /**
             * Creates a plain object from a PutItemResponse message. Also converts values to other types if specified.
             * @function toObject
             * @memberof shop.v1.PutItemResponse
             * @static
             * @param {shop.v1.PutItemResponse} message PutItemResponse
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            PutItemResponse.toObject = function toObject() {
                return {};
            };

            /**
             * Converts this PutItemResponse to JSON.
             * @function toJSON
             * @memberof shop.v1.PutItemResponse
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            PutItemResponse.prototype.toJSON = function toJSON() {
                return this.constructor.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the default type url for PutItemResponse
             * @function getTypeUrl
             * @memberof shop.v1.PutItemResponse
             * @static
             * @param {string} [typeUrlPrefix] your custom typeUrlPrefix(default "type.googleapis.com")
             * @returns {string} The default type url
             */
            PutItemResponse.getTypeUrl = function getTypeUrl(typeUrlPrefix) {
                if (typeUrlPrefix === undefined) {
                    typeUrlPrefix = "type.googleapis.com";
                }
                return typeUrlPrefix + "/shop.v1.PutItemResponse";
            };

            return PutItemResponse;
        })();

        v1.ListItemsRequest = (function() {

            /**
             * Properties of a ListItemsRequest.
             * @memberof shop.v1
             * @interface IListItemsRequest
             * @property {number|null} [limit] ListItemsRequest limit
             */

            /**
             * Constructs a new ListItemsRequest.
             * @memberof shop.v1
             * @classdesc Represents a ListItemsRequest.
             * @implements IListItemsRequest
             * @constructor
             * @param {shop.v1.IListItemsRequest=} [properties] Properties to set
             */
            function ListItemsRequest(properties) {
                if (properties)
                    for (let keys = Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            }

            /**
             * ListItemsRequest limit.
             * @member {number} limit
             * @memberof shop.v1.ListItemsRequest
             * @instance
             */
            ListItemsRequest.prototype.limit = 0;

            /**
             * Creates a new ListItemsRequest instance using the specified properties.
             * @function create
             * @memberof shop.v1.ListItemsRequest
             * @static
             * @param {shop.v1.IListItemsRequest=} [properties] Properties to set
             * @returns {shop.v1.ListItemsRequest} ListItemsRequest instance
             */
            ListItemsRequest.create = function create(properties) {
                return new ListItemsRequest(properties);
            };

            /**
             * Encodes the specified ListItemsRequest message. Does not implicitly {@link shop.v1.ListItemsRequest.verify|verify} messages.
             * @function encode
             * @memberof shop.v1.ListItemsRequest
             * @static
             * @param {shop.v1.IListItemsRequest} message ListItemsRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ListItemsRequest.encode = function encode(message, writer, q) {
                if (!writer)
                    writer = $Writer.create();
                if (q === undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw Error("max depth exceeded");
                if (message.limit != null && Object.hasOwnProperty.call(message, "limit"))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.limit);
                return writer;
            };

            /**
             * Encodes the specified ListItemsRequest message, length delimited. Does not implicitly {@link shop.v1.ListItemsRequest.verify|verify} messages.
             * @function encodeDelimited
             * @memberof shop.v1.ListItemsRequest
             * @static
             * @param {shop.v1.IListItemsRequest} message ListItemsRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ListItemsRequest.encodeDelimited = function encodeDelimited(message, writer) {
                return this.encode(message, writer && writer.len ? writer.fork() : writer).ldelim();
            };

            /**
             * Decodes a ListItemsRequest message from the specified reader or buffer.
             * @function decode
             * @memberof shop.v1.ListItemsRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {shop.v1.ListItemsRequest} ListItemsRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ListItemsRequest.decode = function decode(reader, length, error, long) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (long === undefined)
                    long = 0;
                if (long > $Reader.recursionLimit)
                    throw Error("maximum nesting depth exceeded");
                let end, message;
                if (length === undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = new $root.shop.v1.ListItemsRequest();
                while (reader.pos < end) {
                    let tag = reader.uint32();
                    if (tag === error)
                        break;
                    switch (tag >>> 3) {
                    case 1: {
                            message.limit = reader.uint32();
                            break;
                        }
                    default:
                        reader.skipType(tag & 7, long);
                        break;
                    }
                }
                if (length !== undefined) {
                    if (reader.pos !== end)
                        throw RangeError("index out of range");
                    reader.len = length;
                }
                return message;
            };

            /**
             * Decodes a ListItemsRequest message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof shop.v1.ListItemsRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {shop.v1.ListItemsRequest} ListItemsRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ListItemsRequest.decodeDelimited = function decodeDelimited(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.uint32());
            };

            /**
             * Verifies a ListItemsRequest message.
             * @function verify
             * @memberof shop.v1.ListItemsRequest
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            ListItemsRequest.verify = function verify(message, long) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (long === undefined)
                    long = 0;
                if (long > $util.recursionLimit)
                    return "maximum nesting depth exceeded";
                if (message.limit != null && Object.hasOwnProperty.call(message, "limit"))
                    if (!$util.isInteger(message.limit))
                        return "limit: integer expected";
                return null;
            };

            /**
             * Creates a ListItemsRequest message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof shop.v1.ListItemsRequest
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {shop.v1.ListItemsRequest} ListItemsRequest
             */
            ListItemsRequest.fromObject = function fromObject(object, long) {
                if (object instanceof $root.shop.v1.ListItemsRequest)
                    return object;
                if (!$util.isObject(object))
                    throw TypeError(".shop.v1.ListItemsRequest: object expected");
                if (long === undefined)
                    long = 0;
                if (long > $util.recursionLimit)
                    throw Error("maximum nesting depth exceeded");
                let message = new $root.shop.v1.ListItemsRequest();
                if (object.limit != null)
                    message.limit = object.limit >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a ListItemsRequest message. Also converts values to other types if specified.
             * @function toObject
             * @memberof shop.v1.ListItemsRequest
             * @static
             * @param {shop.v1.ListItemsRequest} message ListItemsRequest
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ListItemsRequest.toObject = function toObject(message, options, q) {
                if (!options)
                    options = {};
                if (q === undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.limit = 0;
                if (message.limit != null && Object.hasOwnProperty.call(message, "limit"))
                    object.limit = message.limit;
                return object;
            };

            /**
             * Converts this ListItemsRequest to JSON.
             * @function toJSON
             * @memberof shop.v1.ListItemsRequest
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ListItemsRequest.prototype.toJSON = function toJSON() {
                return this.constructor.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the default type url for ListItemsRequest
             * @function getTypeUrl
             * @memberof shop.v1.ListItemsRequest
             * @static
             * @param {string} [typeUrlPrefix] your custom typeUrlPrefix(default "type.googleapis.com")
             * @returns {string} The default type url
             */
            ListItemsRequest.getTypeUrl = function getTypeUrl(typeUrlPrefix) {
                if (typeUrlPrefix === undefined) {
                    typeUrlPrefix = "type.googleapis.com";
                }
                return typeUrlPrefix + "/shop.v1.ListItemsRequest";
            };

            return ListItemsRequest;
        })();

        v1.ListItemsResponse = (function() {

            /**
             * Properties of a ListItemsResponse.
             * @memberof shop.v1
             * @interface IListItemsResponse
             * @property {shop.v1.IItem|null} [item] ListItemsResponse item
             */

            /**
             * Constructs a new ListItemsResponse.
             * @memberof shop.v1
             * @classdesc Represents a ListItemsResponse.
             * @implements IListItemsResponse
             * @constructor
             * @param {shop.v1.IListItemsResponse=} [properties] Properties to set
             */
            function ListItemsResponse(properties) {
                if (properties)
                    for (let keys = Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            }

            /**
             * ListItemsResponse item.
             * @member {shop.v1.IItem|null|undefined} item
             * @memberof shop.v1.ListItemsResponse
             * @instance
             */
            ListItemsResponse.prototype.item = null;

            /**
             * Creates a new ListItemsResponse instance using the specified properties.
             * @function create
             * @memberof shop.v1.ListItemsResponse
             * @static
             * @param {shop.v1.IListItemsResponse=} [properties] Properties to set
             * @returns {shop.v1.ListItemsResponse} ListItemsResponse instance
             */
            ListItemsResponse.create = function create(properties) {
                return new ListItemsResponse(properties);
            };

            /**
             * Encodes the specified ListItemsResponse message. Does not implicitly {@link shop.v1.ListItemsResponse.verify|verify} messages.
             * @function encode
             * @memberof shop.v1.ListItemsResponse
             * @static
             * @param {shop.v1.IListItemsResponse} message ListItemsResponse message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ListItemsResponse.encode = function encode(message, writer, q) {
                if (!writer)
                    writer = $Writer.create();
                if (q === undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw Error("max depth exceeded");
                if (message.item != null && Object.hasOwnProperty.call(message, "item"))
                    $root.shop.v1.Item.encode(message.item, writer.uint32(/* id 1, wireType 2 =*/10).fork(), q + 1).ldelim();
                return writer;
            };

            /**
             * Encodes the specified ListItemsResponse message, length delimited. Does not implicitly {@link shop.v1.ListItemsResponse.verify|verify} messages.
             * @function encodeDelimited
             * @memberof shop.v1.ListItemsResponse
             * @static
             * @param {shop.v1.IListItemsResponse} message ListItemsResponse message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ListItemsResponse.encodeDelimited = function encodeDelimited(message, writer) {
                return this.encode(message, writer && writer.len ? writer.fork() : writer).ldelim();
            };

            /**
             * Decodes a ListItemsResponse message from the specified reader or buffer.
             * @function decode
             * @memberof shop.v1.ListItemsResponse
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {shop.v1.ListItemsResponse} ListItemsResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ListItemsResponse.decode = function decode(reader, length, error, long) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (long === undefined)
                    long = 0;
                if (long > $Reader.recursionLimit)
                    throw Error("maximum nesting depth exceeded");
                let end, message;
                if (length === undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = new $root.shop.v1.ListItemsResponse();
                while (reader.pos < end) {
                    let tag = reader.uint32();
                    if (tag === error)
                        break;
                    switch (tag >>> 3) {
                    case 1: {
                            message.item = $root.shop.v1.Item.decode(reader, reader.uint32(), undefined, long + 1);
                            break;
                        }
                    default:
                        reader.skipType(tag & 7, long);
                        break;
                    }
                }
                if (length !== undefined) {
                    if (reader.pos !== end)
                        throw RangeError("index out of range");
                    reader.len = length;
                }
                return message;
            };

            /**
             * Decodes a ListItemsResponse message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof shop.v1.ListItemsResponse
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {shop.v1.ListItemsResponse} ListItemsResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ListItemsResponse.decodeDelimited = function decodeDelimited(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.uint32());
            };

            /**
             * Verifies a ListItemsResponse message.
             * @function verify
             * @memberof shop.v1.ListItemsResponse
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            ListItemsResponse.verify = function verify(message, long) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (long === undefined)
                    long = 0;
                if (long > $util.recursionLimit)
                    return "maximum nesting depth exceeded";
                if (message.item != null && Object.hasOwnProperty.call(message, "item")) {
                    let error = $root.shop.v1.Item.verify(message.item, long + 1);
                    if (error)
                        return "item." + error;
                }
                return null;
            };

            /**
             * Creates a ListItemsResponse message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof shop.v1.ListItemsResponse
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {shop.v1.ListItemsResponse} ListItemsResponse
             */
            ListItemsResponse.fromObject = function fromObject(object, long) {
                if (object instanceof $root.shop.v1.ListItemsResponse)
                    return object;
                if (!$util.isObject(object))
                    throw TypeError(".shop.v1.ListItemsResponse: object expected");
                if (long === undefined)
                    long = 0;
                if (long > $util.recursionLimit)
                    throw Error("maximum nesting depth exceeded");
                let message = new $root.shop.v1.ListItemsResponse();
                if (object.item != null) {
                    if (!$util.isObject(object.item))
                        throw TypeError(".shop.v1.ListItemsResponse.item: object expected");
                    message.item = $root.shop.v1.Item.fromObject(object.item, long + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from a ListItemsResponse message. Also converts values to other types if specified.
             * @function toObject
             * @memberof shop.v1.ListItemsResponse
             * @static
             * @param {shop.v1.ListItemsResponse} message ListItemsResponse
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ListItemsResponse.toObject = function toObject(message, options, q) {
                if (!options)
                    options = {};
                if (q === undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.item = null;
                if (message.item != null && Object.hasOwnProperty.call(message, "item"))
                    object.item = $root.shop.v1.Item.toObject(message.item, options, q + 1);
                return object;
            };

            /**
             * Converts this ListItemsResponse to JSON.
             * @function toJSON
             * @memberof shop.v1.ListItemsResponse
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ListItemsResponse.prototype.toJSON = function toJSON() {
                return this.constructor.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the default type url for ListItemsResponse
             * @function getTypeUrl
             * @memberof shop.v1.ListItemsResponse
             * @static
             * @param {string} [typeUrlPrefix] your custom typeUrlPrefix(default "type.googleapis.com")
             * @returns {string} The default type url
             */
            ListItemsResponse.getTypeUrl = function getTypeUrl(typeUrlPrefix) {
                if (typeUrlPrefix === undefined) {
                    typeUrlPrefix = "type.googleapis.com";
                }
                return typeUrlPrefix + "/shop.v1.ListItemsResponse";
            };

            return ListItemsResponse;
        })();

        v1.CountItemsRequest = (function() {

            /**
             * Properties of a CountItemsRequest.
             * @memberof shop.v1
             * @interface ICountItemsRequest
             * @property {string|null} [skuCode] CountItemsRequest skuCode
             */

            /**
             * Constructs a new CountItemsRequest.
             * @memberof shop.v1
             * @classdesc Represents a CountItemsRequest.
             * @implements ICountItemsRequest
             * @constructor
             * @param {shop.v1.ICountItemsRequest=} [properties] Properties to set
             */
            function CountItemsRequest(properties) {
                if (properties)
                    for (let keys = Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            }

            /**
             * CountItemsRequest skuCode.
             * @member {string} skuCode
             * @memberof shop.v1.CountItemsRequest
             * @instance
             */
            CountItemsRequest.prototype.skuCode = "";

            /**
             * Creates a new CountItemsRequest instance using the specified properties.
             * @function create
             * @memberof shop.v1.CountItemsRequest
             * @static
             * @param {shop.v1.ICountItemsRequest=} [properties] Properties to set
             * @returns {shop.v1.CountItemsRequest} CountItemsRequest instance
             */
            CountItemsRequest.create = function create(properties) {
                return new CountItemsRequest(properties);
            };

            /**
             * Encodes the specified CountItemsRequest message. Does not implicitly {@link shop.v1.CountItemsRequest.verify|verify} messages.
             * @function encode
             * @memberof shop.v1.CountItemsRequest
             * @static
             * @param {shop.v1.ICountItemsRequest} message CountItemsRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            CountItemsRequest.encode = function encode(message, writer, q) {
                if (!writer)
                    writer = $Writer.create();
                if (q === undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw Error("max depth exceeded");
                if (message.skuCode != null && Object.hasOwnProperty.call(message, "skuCode"))
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.skuCode);
                return writer;
            };

            /**
             * Encodes the specified CountItemsRequest message, length delimited. Does not implicitly {@link shop.v1.CountItemsRequest.verify|verify} messages.
             * @function encodeDelimited
             * @memberof shop.v1.CountItemsRequest
             * @static
             * @param {shop.v1.ICountItemsRequest} message CountItemsRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            CountItemsRequest.encodeDelimited = function encodeDelimited(message, writer) {
                return this.encode(message, writer && writer.len ? writer.fork() : writer).ldelim();
            };

            /**
             * Decodes a CountItemsRequest message from the specified reader or buffer.
             * @function decode
             * @memberof shop.v1.CountItemsRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {shop.v1.CountItemsRequest} CountItemsRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            CountItemsRequest.decode = function decode(reader, length, error, long) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (long === undefined)
                    long = 0;
                if (long > $Reader.recursionLimit)
                    throw Error("maximum nesting depth exceeded");
                let end, message;
                if (length === undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = new $root.shop.v1.CountItemsRequest();
                while (reader.pos < end) {
                    let tag = reader.uint32();
                    if (tag === error)
                        break;
                    switch (tag >>> 3) {
                    case 1: {
                            message.skuCode = reader.string();
                            break;
                        }
                    default:
                        reader.skipType(tag & 7, long);
                        break;
                    }
                }
                if (length !== undefined) {
                    if (reader.pos !== end)
                        throw RangeError("index out of range");
                    reader.len = length;
                }
                return message;
            };

            /**
             * Decodes a CountItemsRequest message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof shop.v1.CountItemsRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {shop.v1.CountItemsRequest} CountItemsRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            CountItemsRequest.decodeDelimited = function decodeDelimited(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.uint32());
            };

            /**
             * Verifies a CountItemsRequest message.
             * @function verify
             * @memberof shop.v1.CountItemsRequest
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            CountItemsRequest.verify = function verify(message, long) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (long === undefined)
                    long = 0;
                if (long > $util.recursionLimit)
                    return "maximum nesting depth exceeded";
                if (message.skuCode != null && Object.hasOwnProperty.call(message, "skuCode"))
                    if (!$util.isString(message.skuCode))
                        return "skuCode: string expected";
                return null;
            };

            /**
             * Creates a CountItemsRequest message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof shop.v1.CountItemsRequest
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {shop.v1.CountItemsRequest} CountItemsRequest
             */
            CountItemsRequest.fromObject = function fromObject(object, long) {
                if (object instanceof $root.shop.v1.CountItemsRequest)
                    return object;
                if (!$util.isObject(object))
                    throw TypeError(".shop.v1.CountItemsRequest: object expected");
                if (long === undefined)
                    long = 0;
                if (long > $util.recursionLimit)
                    throw Error("maximum nesting depth exceeded");
                let message = new $root.shop.v1.CountItemsRequest();
                if (object.skuCode != null)
                    message.skuCode = String(object.skuCode);
                return message;
            };

            /**
             * Creates a plain object from a CountItemsRequest message. Also converts values to other types if specified.
             * @function toObject
             * @memberof shop.v1.CountItemsRequest
             * @static
             * @param {shop.v1.CountItemsRequest} message CountItemsRequest
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            CountItemsRequest.toObject = function toObject(message, options, q) {
                if (!options)
                    options = {};
                if (q === undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.skuCode = "";
                if (message.skuCode != null && Object.hasOwnProperty.call(message, "skuCode"))
                    object.skuCode = message.skuCode;
                return object;
            };

            /**
             * Converts this CountItemsRequest to JSON.
             * @function toJSON
             * @memberof shop.v1.CountItemsRequest
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            CountItemsRequest.prototype.toJSON = function toJSON() {
                return this.constructor.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the default type url for CountItemsRequest
             * @function getTypeUrl
             * @memberof shop.v1.CountItemsRequest
             * @static
             * @param {string} [typeUrlPrefix] your custom typeUrlPrefix(default "type.googleapis.com")
             * @returns {string} The default type url
             */
            CountItemsRequest.getTypeUrl = function getTypeUrl(typeUrlPrefix) {
                if (typeUrlPrefix === undefined) {
                    typeUrlPrefix = "type.googleapis.com";
                }
                return typeUrlPrefix + "/shop.v1.CountItemsRequest";
            };

            return CountItemsRequest;
        })();

        v1.CountItemsResponse = (function() {

            /**
             * Properties of a CountItemsResponse.
             * @memberof shop.v1
             * @interface ICountItemsResponse
             * @property {number|null} [count] CountItemsResponse count
             */

            /**
             * Constructs a new CountItemsResponse.
             * @memberof shop.v1
             * @classdesc Represents a CountItemsResponse.
             * @implements ICountItemsResponse
             * @constructor
             * @param {shop.v1.ICountItemsResponse=} [properties] Properties to set
             */
            function CountItemsResponse(properties) {
                if (properties)
                    for (let keys = Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            }

            /**
             * CountItemsResponse count.
             * @member {number} count
             * @memberof shop.v1.CountItemsResponse
             * @instance
             */
            CountItemsResponse.prototype.count = 0;

            /**
             * Creates a new CountItemsResponse instance using the specified properties.
             * @function create
             * @memberof shop.v1.CountItemsResponse
             * @static
             * @param {shop.v1.ICountItemsResponse=} [properties] Properties to set
             * @returns {shop.v1.CountItemsResponse} CountItemsResponse instance
             */
            CountItemsResponse.create = function create(properties) {
                return new CountItemsResponse(properties);
            };

            /**
             * Encodes the specified CountItemsResponse message. Does not implicitly {@link shop.v1.CountItemsResponse.verify|verify} messages.
             * @function encode
             * @memberof shop.v1.CountItemsResponse
             * @static
             * @param {shop.v1.ICountItemsResponse} message CountItemsResponse message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            CountItemsResponse.encode = function encode(message, writer, q) {
                if (!writer)
                    writer = $Writer.create();
                if (q === undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw Error("max depth exceeded");
                if (message.count != null && Object.hasOwnProperty.call(message, "count"))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.count);
                return writer;
            };

            /**
             * Encodes the specified CountItemsResponse message, length delimited. Does not implicitly {@link shop.v1.CountItemsResponse.verify|verify} messages.
             * @function encodeDelimited
             * @memberof shop.v1.CountItemsResponse
             * @static
             * @param {shop.v1.ICountItemsResponse} message CountItemsResponse message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            CountItemsResponse.encodeDelimited = function encodeDelimited(message, writer) {
                return this.encode(message, writer && writer.len ? writer.fork() : writer).ldelim();
            };

            /**
             * Decodes a CountItemsResponse message from the specified reader or buffer.
             * @function decode
             * @memberof shop.v1.CountItemsResponse
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {shop.v1.CountItemsResponse} CountItemsResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            CountItemsResponse.decode = function decode(reader, length, error, long) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (long === undefined)
                    long = 0;
                if (long > $Reader.recursionLimit)
                    throw Error("maximum nesting depth exceeded");
                let end, message;
                if (length === undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = new $root.shop.v1.CountItemsResponse();
                while (reader.pos < end) {
                    let tag = reader.uint32();
                    if (tag === error)
                        break;
                    switch (tag >>> 3) {
                    case 1: {
                            message.count = reader.uint32();
                            break;
                        }
                    default:
                        reader.skipType(tag & 7, long);
                        break;
                    }
                }
                if (length !== undefined) {
                    if (reader.pos !== end)
                        throw RangeError("index out of range");
                    reader.len = length;
                }
                return message;
            };

            /**
             * Decodes a CountItemsResponse message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof shop.v1.CountItemsResponse
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {shop.v1.CountItemsResponse} CountItemsResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            CountItemsResponse.decodeDelimited = function decodeDelimited(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.uint32());
            };

            /**
             * Verifies a CountItemsResponse message.
             * @function verify
             * @memberof shop.v1.CountItemsResponse
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            CountItemsResponse.verify = function verify(message, long) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (long === undefined)
                    long = 0;
                if (long > $util.recursionLimit)
                    return "maximum nesting depth exceeded";
                if (message.count != null && Object.hasOwnProperty.call(message, "count"))
                    if (!$util.isInteger(message.count))
                        return "count: integer expected";
                return null;
            };

            /**
             * Creates a CountItemsResponse message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof shop.v1.CountItemsResponse
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {shop.v1.CountItemsResponse} CountItemsResponse
             */
            CountItemsResponse.fromObject = function fromObject(object, long) {
                if (object instanceof $root.shop.v1.CountItemsResponse)
                    return object;
                if (!$util.isObject(object))
                    throw TypeError(".shop.v1.CountItemsResponse: object expected");
                if (long === undefined)
                    long = 0;
                if (long > $util.recursionLimit)
                    throw Error("maximum nesting depth exceeded");
                let message = new $root.shop.v1.CountItemsResponse();
                if (object.count != null)
                    message.count = object.count >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a CountItemsResponse message. Also converts values to other types if specified.
             * @function toObject
             * @memberof shop.v1.CountItemsResponse
             * @static
             * @param {shop.v1.CountItemsResponse} message CountItemsResponse
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            CountItemsResponse.toObject = function toObject(message, options, q) {
                if (!options)
                    options = {};
                if (q === undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.count = 0;
                if (message.count != null && Object.hasOwnProperty.call(message, "count"))
                    object.count = message.count;
                return object;
            };

            /**
             * Converts this CountItemsResponse to JSON.
             * @function toJSON
             * @memberof shop.v1.CountItemsResponse
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            CountItemsResponse.prototype.toJSON = function toJSON() {
                return this.constructor.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the default type url for CountItemsResponse
             * @function getTypeUrl
             * @memberof shop.v1.CountItemsResponse
             * @static
             * @param {string} [typeUrlPrefix] your custom typeUrlPrefix(default "type.googleapis.com")
             * @returns {string} The default type url
             */
            CountItemsResponse.getTypeUrl = function getTypeUrl(typeUrlPrefix) {
                if (typeUrlPrefix === undefined) {
                    typeUrlPrefix = "type.googleapis.com";
                }
                return typeUrlPrefix + "/shop.v1.CountItemsResponse";
            };

            return CountItemsResponse;
        })();

        v1.PriceItemsRequest = (function() {

            /**
             * Properties of a PriceItemsRequest.
             * @memberof shop.v1
             * @interface IPriceItemsRequest
             * @property {string|null} [skuCode] PriceItemsRequest skuCode
             */

            /**
             * Constructs a new PriceItemsRequest.
             * @memberof shop.v1
             * @classdesc Represents a PriceItemsRequest.
             * @implements IPriceItemsRequest
             * @constructor
             * @param {shop.v1.IPriceItemsRequest=} [properties] Properties to set
             */
            function PriceItemsRequest(properties) {
                if (properties)
                    for (let keys = Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            }

            /**
             * PriceItemsRequest skuCode.
             * @member {string} skuCode
             * @memberof shop.v1.PriceItemsRequest
             * @instance
             */
            PriceItemsRequest.prototype.skuCode = "";

            /**
             * Creates a new PriceItemsRequest instance using the specified properties.
             * @function create
             * @memberof shop.v1.PriceItemsRequest
             * @static
             * @param {shop.v1.IPriceItemsRequest=} [properties] Properties to set
             * @returns {shop.v1.PriceItemsRequest} PriceItemsRequest instance
             */
            PriceItemsRequest.create = function create(properties) {
                return new PriceItemsRequest(properties);
            };

            /**
             * Encodes the specified PriceItemsRequest message. Does not implicitly {@link shop.v1.PriceItemsRequest.verify|verify} messages.
             * @function encode
             * @memberof shop.v1.PriceItemsRequest
             * @static
             * @param {shop.v1.IPriceItemsRequest} message PriceItemsRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PriceItemsRequest.encode = function encode(message, writer, q) {
                if (!writer)
                    writer = $Writer.create();
                if (q === undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw Error("max depth exceeded");
                if (message.skuCode != null && Object.hasOwnProperty.call(message, "skuCode"))
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.skuCode);
                return writer;
            };

            /**
             * Encodes the specified PriceItemsRequest message, length delimited. Does not implicitly {@link shop.v1.PriceItemsRequest.verify|verify} messages.
             * @function encodeDelimited
             * @memberof shop.v1.PriceItemsRequest
             * @static
             * @param {shop.v1.IPriceItemsRequest} message PriceItemsRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PriceItemsRequest.encodeDelimited = function encodeDelimited(message, writer) {
                return this.encode(message, writer && writer.len ? writer.fork() : writer).ldelim();
            };

            /**
             * Decodes a PriceItemsRequest message from the specified reader or buffer.
             * @function decode
             * @memberof shop.v1.PriceItemsRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {shop.v1.PriceItemsRequest} PriceItemsRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PriceItemsRequest.decode = function decode(reader, length, error, long) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (long === undefined)
                    long = 0;
                if (long > $Reader.recursionLimit)
                    throw Error("maximum nesting depth exceeded");
                let end, message;
                if (length === undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = new $root.shop.v1.PriceItemsRequest();
                while (reader.pos < end) {
                    let tag = reader.uint32();
                    if (tag === error)
                        break;
                    switch (tag >>> 3) {
                    case 1: {
                            message.skuCode = reader.string();
                            break;
                        }
                    default:
                        reader.skipType(tag & 7, long);
                        break;
                    }
                }
                if (length !== undefined) {
                    if (reader.pos !== end)
                        throw RangeError("index out of range");
                    reader.len = length;
                }
                return message;
            };

            /**
             * Decodes a PriceItemsRequest message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof shop.v1.PriceItemsRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {shop.v1.PriceItemsRequest} PriceItemsRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PriceItemsRequest.decodeDelimited = function decodeDelimited(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.uint32());
            };

            /**
             * Verifies a PriceItemsRequest message.
             * @function verify
             * @memberof shop.v1.PriceItemsRequest
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            PriceItemsRequest.verify = function verify(message, long) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (long === undefined)
                    long = 0;
                if (long > $util.recursionLimit)
                    return "maximum nesting depth exceeded";
                if (message.skuCode != null && Object.hasOwnProperty.call(message, "skuCode"))
                    if (!$util.isString(message.skuCode))
                        return "skuCode: string expected";
                return null;
            };

            /**
             * Creates a PriceItemsRequest message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof shop.v1.PriceItemsRequest
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {shop.v1.PriceItemsRequest} PriceItemsRequest
             */
            PriceItemsRequest.fromObject = function fromObject(object, long) {
                if (object instanceof $root.shop.v1.PriceItemsRequest)
                    return object;
                if (!$util.isObject(object))
                    throw TypeError(".shop.v1.PriceItemsRequest: object expected");
                if (long === undefined)
                    long = 0;
                if (long > $util.recursionLimit)
                    throw Error("maximum nesting depth exceeded");
                let message = new $root.shop.v1.PriceItemsRequest();
                if (object.skuCode != null)
                    message.skuCode = String(object.skuCode);
                return message;
            };

            /**
             * Creates a plain object from a PriceItemsRequest message. Also converts values to other types if specified.
             * @function toObject
             * @memberof shop.v1.PriceItemsRequest
             * @static
             * @param {shop.v1.PriceItemsRequest} message PriceItemsRequest
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            PriceItemsRequest.toObject = function toObject(message, options, q) {
                if (!options)
                    options = {};
                if (q === undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.skuCode = "";
                if (message.skuCode != null && Object.hasOwnProperty.call(message, "skuCode"))
                    object.skuCode = message.skuCode;
                return object;
            };

            /**
             * Converts this PriceItemsRequest to JSON.
             * @function toJSON
             * @memberof shop.v1.PriceItemsRequest
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            PriceItemsRequest.prototype.toJSON = function toJSON() {
                return this.constructor.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the default type url for PriceItemsRequest
             * @function getTypeUrl
             * @memberof shop.v1.PriceItemsRequest
             * @static
             * @param {string} [typeUrlPrefix] your custom typeUrlPrefix(default "type.googleapis.com")
             * @returns {string} The default type url
             */
            PriceItemsRequest.getTypeUrl = function getTypeUrl(typeUrlPrefix) {
                if (typeUrlPrefix === undefined) {
                    typeUrlPrefix = "type.googleapis.com";
                }
                return typeUrlPrefix + "/shop.v1.PriceItemsRequest";
            };

            return PriceItemsRequest;
        })();

        v1.PriceItemsResponse = (function() {

            /**
             * Properties of a PriceItemsResponse.
             * @memberof shop.v1
             * @interface IPriceItemsResponse
             * @property {number|null} [priceCents] PriceItemsResponse priceCents
             */

            /**
             * Constructs a new PriceItemsResponse.
             * @memberof shop.v1
             * @classdesc Represents a PriceItemsResponse.
             * @implements IPriceItemsResponse
             * @constructor
             * @param {shop.v1.IPriceItemsResponse=} [properties] Properties to set
             */
            function PriceItemsResponse(properties) {
                if (properties)
                    for (let keys = Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            }

            /**
             * PriceItemsResponse priceCents.
             * @member {number} priceCents
             * @memberof shop.v1.PriceItemsResponse
             * @instance
             */
            PriceItemsResponse.prototype.priceCents = 0;

            /**
             * Creates a new PriceItemsResponse instance using the specified properties.
             * @function create
             * @memberof shop.v1.PriceItemsResponse
             * @static
             * @param {shop.v1.IPriceItemsResponse=} [properties] Properties to set
             * @returns {shop.v1.PriceItemsResponse} PriceItemsResponse instance
             */
            PriceItemsResponse.create = function create(properties) {
                return new PriceItemsResponse(properties);
            };

            /**
             * Encodes the specified PriceItemsResponse message. Does not implicitly {@link shop.v1.PriceItemsResponse.verify|verify} messages.
             * @function encode
             * @memberof shop.v1.PriceItemsResponse
             * @static
             * @param {shop.v1.IPriceItemsResponse} message PriceItemsResponse message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PriceItemsResponse.encode = function encode(message, writer, q) {
                if (!writer)
                    writer = $Writer.create();
                if (q === undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw Error("max depth exceeded");
                if (message.priceCents != null && Object.hasOwnProperty.call(message, "priceCents"))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.priceCents);
                return writer;
            };

            /**
             * Encodes the specified PriceItemsResponse message, length delimited. Does not implicitly {@link shop.v1.PriceItemsResponse.verify|verify} messages.
             * @function encodeDelimited
             * @memberof shop.v1.PriceItemsResponse
             * @static
             * @param {shop.v1.IPriceItemsResponse} message PriceItemsResponse message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PriceItemsResponse.encodeDelimited = function encodeDelimited(message, writer) {
                return this.encode(message, writer && writer.len ? writer.fork() : writer).ldelim();
            };

            /**
             * Decodes a PriceItemsResponse message from the specified reader or buffer.
             * @function decode
             * @memberof shop.v1.PriceItemsResponse
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {shop.v1.PriceItemsResponse} PriceItemsResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PriceItemsResponse.decode = function decode(reader, length, error, long) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (long === undefined)
                    long = 0;
                if (long > $Reader.recursionLimit)
                    throw Error("maximum nesting depth exceeded");
                let end, message;
                if (length === undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = new $root.shop.v1.PriceItemsResponse();
                while (reader.pos < end) {
                    let tag = reader.uint32();
                    if (tag === error)
                        break;
                    switch (tag >>> 3) {
                    case 1: {
                            message.priceCents = reader.uint32();
                            break;
                        }
                    default:
                        reader.skipType(tag & 7, long);
                        break;
                    }
                }
                if (length !== undefined) {
                    if (reader.pos !== end)
                        throw RangeError("index out of range");
                    reader.len = length;
                }
                return message;
            };

            /**
             * Decodes a PriceItemsResponse message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof shop.v1.PriceItemsResponse
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {shop.v1.PriceItemsResponse} PriceItemsResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PriceItemsResponse.decodeDelimited = function decodeDelimited(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.uint32());
            };

            /**
             * Verifies a PriceItemsResponse message.
             * @function verify
             * @memberof shop.v1.PriceItemsResponse
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            PriceItemsResponse.verify = function verify(message, long) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (long === undefined)
                    long = 0;
                if (long > $util.recursionLimit)
                    return "maximum nesting depth exceeded";
                if (message.priceCents != null && Object.hasOwnProperty.call(message, "priceCents"))
                    if (!$util.isInteger(message.priceCents))
                        return "priceCents: integer expected";
                return null;
            };

            /**
             * Creates a PriceItemsResponse message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof shop.v1.PriceItemsResponse
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {shop.v1.PriceItemsResponse} PriceItemsResponse
             */
            PriceItemsResponse.fromObject = function fromObject(object, long) {
                if (object instanceof $root.shop.v1.PriceItemsResponse)
                    return object;
                if (!$util.isObject(object))
                    throw TypeError(".shop.v1.PriceItemsResponse: object expected");
                if (long === undefined)
                    long = 0;
                if (long > $util.recursionLimit)
                    throw Error("maximum nesting depth exceeded");
                let message = new $root.shop.v1.PriceItemsResponse();
                if (object.priceCents != null)
                    message.priceCents = object.priceCents >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a PriceItemsResponse message. Also converts values to other types if specified.
             * @function toObject
             * @memberof shop.v1.PriceItemsResponse
             * @static
             * @param {shop.v1.PriceItemsResponse} message PriceItemsResponse
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            PriceItemsResponse.toObject = function toObject(message, options, q) {
                if (!options)
                    options = {};
                if (q === undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.priceCents = 0;
                if (message.priceCents != null && Object.hasOwnProperty.call(message, "priceCents"))
                    object.priceCents = message.priceCents;
                return object;
            };

            /**
             * Converts this PriceItemsResponse to JSON.
             * @function toJSON
             * @memberof shop.v1.PriceItemsResponse
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            PriceItemsResponse.prototype.toJSON = function toJSON() {
                return this.constructor.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the default type url for PriceItemsResponse
             * @function getTypeUrl
             * @memberof shop.v1.PriceItemsResponse
             * @static
             * @param {string} [typeUrlPrefix] your custom typeUrlPrefix(default "type.googleapis.com")
             * @returns {string} The default type url
             */
            PriceItemsResponse.getTypeUrl = function getTypeUrl(typeUrlPrefix) {
                if (typeUrlPrefix === undefined) {
                    typeUrlPrefix = "type.googleapis.com";
                }
                return typeUrlPrefix + "/shop.v1.PriceItemsResponse";
            };

            return PriceItemsResponse;
        })();

        return v1;
    })();

    return shop;
})();

export { $root as default };
