import com.google.protobuf.ByteString;
import io.grpc.*;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.grpc.testing.integration.*;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** gRPC's interop server on grpc-java with default settings; prints its port. */
public final class InteropServer {
  static final Metadata.Key<String> INITIAL = Metadata.Key.of("x-grpc-test-echo-initial", Metadata.ASCII_STRING_MARSHALLER);
  static final Metadata.Key<byte[]> TRAILING = Metadata.Key.of("x-grpc-test-echo-trailing-bin", Metadata.BINARY_BYTE_MARSHALLER);

  public static void main(String[] args) throws Exception {
    ServerServiceDefinition service =
        ServerServiceDefinition.builder(Methods.SERVICE)
            .addMethod(Methods.EMPTY, ServerCalls.asyncUnaryCall((request, observer) -> answer(observer, request)))
            .addMethod(Methods.UNARY, ServerCalls.asyncUnaryCall(InteropServer::unary))
            .addMethod(Methods.OUTPUT, ServerCalls.asyncServerStreamingCall((request, observer) -> {
              if (output(request, observer)) observer.onCompleted();
            }))
            .addMethod(Methods.INPUT, ServerCalls.asyncClientStreamingCall(InteropServer::input))
            .addMethod(Methods.DUPLEX, ServerCalls.asyncBidiStreamingCall(InteropServer::duplex))
            .build();
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .executor(Executors.newCachedThreadPool())
            .addService(ServerInterceptors.intercept(service, new EchoMetadata()))
            .build()
            .start();
    System.out.println(server.getPort());
    server.awaitTermination();
  }

  private static <T> void answer(StreamObserver<T> observer, T message) {
    observer.onNext(message);
    observer.onCompleted();
  }

  private static boolean failed(EchoStatus status, StreamObserver<?> observer) {
    if (status.getCode() == 0) return false;
    observer.onError(Status.fromCodeValue(status.getCode()).withDescription(status.getMessage()).asRuntimeException());
    return true;
  }

  static Payload payload(int size) {
    return Payload.newBuilder().setBody(ByteString.copyFrom(new byte[size])).build();
  }

  private static void unary(SimpleRequest request, StreamObserver<SimpleResponse> observer) {
    if (failed(request.getResponseStatus(), observer)) return;
    answer(observer, SimpleResponse.newBuilder().setPayload(payload(request.getResponseSize())).build());
  }

  private static boolean output(StreamingOutputCallRequest request, StreamObserver<StreamingOutputCallResponse> observer) {
    if (failed(request.getResponseStatus(), observer)) return false;
    for (ResponseParameters parameters : request.getResponseParametersList()) {
      try {
        Thread.sleep(parameters.getIntervalUs() / 1000);
      } catch (InterruptedException error) {
        return false;
      }
      observer.onNext(StreamingOutputCallResponse.newBuilder().setPayload(payload(parameters.getSize())).build());
    }
    return true;
  }

  private static StreamObserver<StreamingInputCallRequest> input(StreamObserver<StreamingInputCallResponse> observer) {
    return new StreamObserver<>() {
      private int total;

      @Override public void onNext(StreamingInputCallRequest request) { total += request.getPayload().getBody().size(); }
      @Override public void onError(Throwable error) {}
      @Override public void onCompleted() {
        answer(observer, StreamingInputCallResponse.newBuilder().setAggregatedPayloadSize(total).build());
      }
    };
  }

  private static StreamObserver<StreamingOutputCallRequest> duplex(StreamObserver<StreamingOutputCallResponse> observer) {
    return new StreamObserver<>() {
      private boolean ended;

      @Override public void onNext(StreamingOutputCallRequest request) { ended |= !output(request, observer); }
      @Override public void onError(Throwable error) { ended = true; }
      @Override public void onCompleted() { if (!ended) observer.onCompleted(); }
    };
  }

  private static final class EchoMetadata implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      return next.startCall(
          new ForwardingServerCall.SimpleForwardingServerCall<Q, R>(call) {
            @Override public void sendHeaders(Metadata sent) {
              if (headers.containsKey(INITIAL)) sent.put(INITIAL, headers.get(INITIAL));
              super.sendHeaders(sent);
            }
            @Override public void close(Status status, Metadata trailers) {
              if (headers.containsKey(TRAILING)) trailers.put(TRAILING, headers.get(TRAILING));
              super.close(status, trailers);
            }
          },
          headers);
    }
  }
}
