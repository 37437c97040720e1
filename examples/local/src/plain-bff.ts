// The BFF with a client of plain grpc-js, for `--plain`: round_robin, keepalive and deadlines as its guides advise.
import { credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { type CallLimits, type Config, type Greeter, readConfig, serve } from '@org/example-bff';
import { GreeterServiceClient } from '@org/example-proto';
import { runProgram } from '@org/example-service';

const options = {
  'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
  'grpc.keepalive_time_ms': 10_000,
};

type Method<Req, Res> = (
  request: Req,
  metadata: Metadata,
  options: { deadline: number },
  callback: (error: ServiceError | null, response: Res) => void,
) => unknown;

async function connectPlainGreeter({ greeterTarget }: Config): Promise<Greeter> {
  const client = new GreeterServiceClient(greeterTarget, credentials.createInsecure(), options);
  const call = <Req, Res>(method: Method<Req, Res>, request: Req, { deadlineMs }: CallLimits): Promise<Res> =>
    new Promise((resolve, reject) => {
      method(request, new Metadata(), { deadline: Date.now() + deadlineMs }, (error, response) =>
        error ? reject(error) : resolve(response),
      );
    });
  return {
    sayHello: (name, limits) => call(client.sayHello.bind(client), { name }, limits),
    whoAmI: (limits) => call(client.whoAmI.bind(client), {}, limits),
    whoIs: async (address, limits) => {
      const one = new GreeterServiceClient(address, credentials.createInsecure());
      return call(one.whoAmI.bind(one), {}, limits).finally(() => one.close());
    },
    // grpc-js tells nobody which backends it knows.
    backends: () => [],
    problem: () => undefined,
    close: async () => client.close(),
  };
}

await runProgram('plain-bff', () => serve(readConfig(process.env), connectPlainGreeter));
