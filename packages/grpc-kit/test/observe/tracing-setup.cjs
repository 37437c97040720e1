// What an application preloads with `node --require`; the instrumentation is used as its README says.
const { GrpcInstrumentation } = require('@opentelemetry/instrumentation-grpc');
const { NodeTracerProvider, SimpleSpanProcessor } = require('@opentelemetry/sdk-trace-node');

const exporter = {
  export(spans, done) {
    for (const span of spans) {
      const { traceId, spanId } = span.spanContext();
      const parentId = span.parentSpanContext?.spanId;
      console.log(
        JSON.stringify({
          msg: 'span',
          name: span.name,
          kind: span.kind,
          traceId,
          spanId,
          parentId,
          code: span.attributes['rpc.grpc.status_code'],
        }),
      );
    }
    done({ code: 0 });
  },
  shutdown: async () => {},
};
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
provider.register();
new GrpcInstrumentation().setTracerProvider(provider);
// Loaded through require once, so that it is patched before ES modules import it.
require('@grpc/grpc-js');
