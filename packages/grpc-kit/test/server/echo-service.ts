import {
  Client,
  type ClientReadableStream,
  credentials,
  Metadata,
  type MethodDefinition,
  type ServiceError,
} from '@grpc/grpc-js';

/** A message of the test service; JSON on the wire, so that tests can send what no code generator would. */
export interface Echo {
  readonly text: string;
}

interface EchoMethod<RequestStream extends boolean, ResponseStream extends boolean>
  extends MethodDefinition<Echo, Echo> {
  readonly requestStream: RequestStream;
  readonly responseStream: ResponseStream;
}

function method<Req extends boolean, Res extends boolean>(
  name: string,
  requestStream: Req,
  responseStream: Res,
): EchoMethod<Req, Res> {
  const encode = (message: Echo): Buffer => Buffer.from(JSON.stringify(message));
  const decode = (bytes: Buffer): Echo => JSON.parse(bytes.toString()) as Echo;
  return {
    path: `/test.Echo/${name}`,
    requestStream,
    responseStream,
    requestSerialize: encode,
    requestDeserialize: decode,
    responseSerialize: encode,
    responseDeserialize: decode,
  };
}

/** One method of each kind. */
export const echoDefinition = {
  unary: method('Unary', false, false),
  collect: method('Collect', true, false),
  expand: method('Expand', false, true),
  chat: method('Chat', true, true),
};

/** What a call gave: its messages, or the status that it failed with. */
export interface Outcome {
  readonly messages: Echo[];
  readonly error?: ServiceError;
}

/** A plain grpc-js client of the echo service with promises. */
export class EchoClient extends Client {
  constructor(address: string | number, options: object = {}, creds = credentials.createInsecure()) {
    super(typeof address === 'number' ? `127.0.0.1:${address}` : address, creds, {
      'grpc.use_local_subchannel_pool': 1,
      ...options,
    });
  }

  unary(text: string, options: object = {}, metadata = new Metadata(), path?: string): Promise<Outcome> {
    const { requestSerialize, responseDeserialize } = echoDefinition.unary;
    return new Promise((resolve) => {
      this.makeUnaryRequest(
        path ?? echoDefinition.unary.path,
        requestSerialize,
        responseDeserialize,
        { text },
        metadata,
        options,
        (error, response) => resolve(error ? { messages: [], error } : { messages: response ? [response] : [] }),
      );
    });
  }

  collect(texts: readonly string[], options: object = {}): Promise<Outcome> {
    const { path, requestSerialize, responseDeserialize } = echoDefinition.collect;
    return new Promise((resolve) => {
      const stream = this.makeClientStreamRequest(
        path,
        requestSerialize,
        responseDeserialize,
        new Metadata(),
        options,
        (error, response) => resolve(error ? { messages: [], error } : { messages: response ? [response] : [] }),
      );
      for (const text of texts) stream.write({ text });
      stream.end();
    });
  }

  expand(text: string, options: object = {}): ClientReadableStream<Echo> {
    const { path, requestSerialize, responseDeserialize } = echoDefinition.expand;
    return this.makeServerStreamRequest(path, requestSerialize, responseDeserialize, { text }, options);
  }

  async chat(texts: readonly string[], options: object = {}): Promise<Outcome> {
    const { path, requestSerialize, responseDeserialize } = echoDefinition.chat;
    const stream = this.makeBidiStreamRequest(path, requestSerialize, responseDeserialize, options);
    for (const text of texts) stream.write({ text });
    stream.end();
    return drained(stream);
  }
}

/** Reads a stream to its end. */
export async function drained(stream: AsyncIterable<Echo>): Promise<Outcome> {
  const messages: Echo[] = [];
  try {
    for await (const message of stream) messages.push(message);
    return { messages };
  } catch (error) {
    return { messages, error: error as ServiceError };
  }
}
