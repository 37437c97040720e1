import io.grpc.*;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.grpc.testing.integration.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicReference;

/** gRPC's interop cases on grpc-java: InteropClient ADDRESS CASE; the case `load RPS COUNT` prints how many calls failed. */
public final class InteropClient {
  private static final int[] SIZES = {27182, 8, 1828, 45904};
  private static final int[] ANSWERS = {31415, 9, 2653, 58979};
  private static final String SPECIAL = "\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \ud83d\ude08\t\n";
  private static ManagedChannel channel;

  public static void main(String[] args) throws Exception {
    channel = open(args[0]);
    switch (args[1]) {
      case "empty_unary" -> unary(Methods.EMPTY, Empty.getDefaultInstance());
      case "large_unary" -> large(channel);
      case "client_streaming" -> clientStreaming();
      case "server_streaming" -> serverStreaming();
      case "ping_pong" -> pingPong();
      case "empty_stream" -> emptyStream();
      case "cancel_after_begin" -> cancelAfterBegin();
      case "cancel_after_first_response" -> cancelAfterFirstResponse();
      case "timeout_on_sleeping_server" -> timeout();
      case "custom_metadata" -> customMetadata();
      case "status_code_and_message" -> echoStatus("test status message");
      case "special_status_message" -> echoStatus(SPECIAL);
      case "unimplemented_method" -> unimplemented(Methods.UNIMPLEMENTED);
      case "unimplemented_service" -> unimplemented(Methods.UNIMPLEMENTED_SERVICE);
      case "rpc_soak" -> soak(args[0], false);
      case "channel_soak" -> soak(args[0], true);
      case "load" -> load(Integer.parseInt(args[2]), Integer.parseInt(args[3]));
      default -> throw new IllegalArgumentException(args[1]);
    }
    channel.shutdownNow();
  }

  private static ManagedChannel open(String address) {
    return ManagedChannelBuilder.forTarget(address).usePlaintext().disableRetry().build();
  }

  private static <Q, R> R unary(MethodDescriptor<Q, R> method, Q request) {
    return ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS), request);
  }

  private static void expect(boolean condition, Object what) {
    if (!condition) throw new AssertionError(String.valueOf(what));
  }

  private static void large(Channel on) {
    SimpleRequest request = SimpleRequest.newBuilder().setResponseSize(314159).setPayload(InteropServer.payload(271828)).build();
    SimpleResponse response = ClientCalls.blockingUnaryCall(on, Methods.UNARY, CallOptions.DEFAULT, request);
    expect(response.getPayload().getBody().size() == 314159, "size");
  }

  /** What came of a stream, in order: messages, then the status. */
  private static final class Answers<T> implements StreamObserver<T> {
    final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

    @Override public void onNext(T message) { events.add(message); }
    @Override public void onError(Throwable error) { events.add(Status.fromThrowable(error)); }
    @Override public void onCompleted() { events.add(Status.OK); }

    Object next() throws InterruptedException {
      Object event = events.poll(10, TimeUnit.SECONDS);
      expect(event != null, "an answer within 10 s");
      return event;
    }

    Status.Code status() throws InterruptedException {
      return ((Status) next()).getCode();
    }
  }

  private static StreamingOutputCallRequest request(int size, int... answers) {
    StreamingOutputCallRequest.Builder builder = StreamingOutputCallRequest.newBuilder().setPayload(InteropServer.payload(size));
    for (int answer : answers) builder.addResponseParameters(ResponseParameters.newBuilder().setSize(answer));
    return builder.build();
  }

  private static int sizeOf(Object answer) {
    return ((StreamingOutputCallResponse) answer).getPayload().getBody().size();
  }

  private static StreamObserver<StreamingOutputCallRequest> duplex(CallOptions options, Answers<StreamingOutputCallResponse> answers) {
    return ClientCalls.asyncBidiStreamingCall(channel.newCall(Methods.DUPLEX, options), answers);
  }

  private static void clientStreaming() throws Exception {
    Answers<StreamingInputCallResponse> answers = new Answers<>();
    StreamObserver<StreamingInputCallRequest> requests = ClientCalls.asyncClientStreamingCall(channel.newCall(Methods.INPUT, CallOptions.DEFAULT), answers);
    for (int size : SIZES) requests.onNext(StreamingInputCallRequest.newBuilder().setPayload(InteropServer.payload(size)).build());
    requests.onCompleted();
    expect(((StreamingInputCallResponse) answers.next()).getAggregatedPayloadSize() == Arrays.stream(SIZES).sum(), "sum");
  }

  private static void serverStreaming() {
    Iterator<StreamingOutputCallResponse> answers = ClientCalls.blockingServerStreamingCall(channel, Methods.OUTPUT, CallOptions.DEFAULT, request(1, ANSWERS));
    for (int size : ANSWERS) expect(sizeOf(answers.next()) == size, size);
    expect(!answers.hasNext(), "the end");
  }

  private static void pingPong() throws Exception {
    Answers<StreamingOutputCallResponse> answers = new Answers<>();
    StreamObserver<StreamingOutputCallRequest> requests = duplex(CallOptions.DEFAULT, answers);
    for (int index = 0; index < SIZES.length; index++) {
      requests.onNext(request(SIZES[index], ANSWERS[index]));
      expect(sizeOf(answers.next()) == ANSWERS[index], index);
    }
    requests.onCompleted();
    expect(answers.status() == Status.Code.OK, "OK");
  }

  private static void emptyStream() throws Exception {
    Answers<StreamingOutputCallResponse> answers = new Answers<>();
    duplex(CallOptions.DEFAULT, answers).onCompleted();
    expect(answers.status() == Status.Code.OK, "OK");
  }

  private static void cancelAfterBegin() throws Exception {
    Answers<StreamingInputCallResponse> answers = new Answers<>();
    ClientCalls.asyncClientStreamingCall(channel.newCall(Methods.INPUT, CallOptions.DEFAULT), answers).onError(new RuntimeException());
    expect(answers.status() == Status.Code.CANCELLED, "CANCELLED");
  }

  private static void cancelAfterFirstResponse() throws Exception {
    Answers<StreamingOutputCallResponse> answers = new Answers<>();
    StreamObserver<StreamingOutputCallRequest> requests = duplex(CallOptions.DEFAULT, answers);
    requests.onNext(request(SIZES[0], ANSWERS[0]));
    answers.next();
    requests.onError(new RuntimeException());
    expect(answers.status() == Status.Code.CANCELLED, "CANCELLED");
  }

  private static void timeout() throws Exception {
    Answers<StreamingOutputCallResponse> answers = new Answers<>();
    duplex(CallOptions.DEFAULT.withDeadlineAfter(50, TimeUnit.MILLISECONDS), answers).onNext(request(27182));
    expect(answers.status() == Status.Code.DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED");
  }

  private static void customMetadata() {
    Metadata sent = new Metadata();
    sent.put(InteropServer.INITIAL, "test_initial_metadata_value");
    sent.put(InteropServer.TRAILING, new byte[] {(byte) 0xab, (byte) 0xab, (byte) 0xab});
    AtomicReference<Metadata> headers = new AtomicReference<>();
    AtomicReference<Metadata> trailers = new AtomicReference<>();
    Channel watched = ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(sent), MetadataUtils.newCaptureMetadataInterceptor(headers, trailers));
    ClientCalls.blockingUnaryCall(watched, Methods.UNARY, CallOptions.DEFAULT, SimpleRequest.getDefaultInstance());
    expect("test_initial_metadata_value".equals(headers.get().get(InteropServer.INITIAL)), headers.get());
    expect(Arrays.equals(sent.get(InteropServer.TRAILING), trailers.get().get(InteropServer.TRAILING)), trailers.get());
  }

  private static void echoStatus(String message) throws Exception {
    EchoStatus status = EchoStatus.newBuilder().setCode(2).setMessage(message).build();
    try {
      unary(Methods.UNARY, SimpleRequest.newBuilder().setResponseStatus(status).build());
      throw new AssertionError("expected UNKNOWN");
    } catch (StatusRuntimeException error) {
      expect(error.getStatus().getCode() == Status.Code.UNKNOWN && message.equals(error.getStatus().getDescription()), error);
    }
    Answers<StreamingOutputCallResponse> answers = new Answers<>();
    duplex(CallOptions.DEFAULT, answers).onNext(StreamingOutputCallRequest.newBuilder().setResponseStatus(status).build());
    expect(message.equals(((Status) answers.next()).getDescription()), message);
  }

  private static void unimplemented(MethodDescriptor<Empty, Empty> method) {
    try {
      unary(method, Empty.getDefaultInstance());
      throw new AssertionError("expected UNIMPLEMENTED");
    } catch (StatusRuntimeException error) {
      expect(error.getStatus().getCode() == Status.Code.UNIMPLEMENTED, error);
    }
  }

  private static void soak(String address, boolean freshChannel) {
    for (int call = 0; call < 50; call++) {
      ManagedChannel own = freshChannel ? open(address) : channel;
      large(own);
      if (freshChannel) own.shutdownNow();
    }
  }

  private static void load(int rps, int count) throws Exception {
    Map<String, Integer> failures = new TreeMap<>();
    List<Future<?>> pending = new ArrayList<>();
    long start = System.nanoTime();
    for (int index = 0; index < count; index++) {
      long aheadMs = (start + index * 1_000_000_000L / rps - System.nanoTime()) / 1_000_000;
      if (aheadMs > 0) Thread.sleep(aheadMs);
      ClientCall<SimpleRequest, SimpleResponse> call = channel.newCall(Methods.UNARY, CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS));
      pending.add(ClientCalls.futureUnaryCall(call, SimpleRequest.newBuilder().setResponseSize(8).build()));
    }
    for (Future<?> call : pending) {
      try {
        call.get();
      } catch (ExecutionException error) {
        failures.merge(Status.fromThrowable(error).toString(), 1, Integer::sum);
      }
    }
    System.out.println(failures.values().stream().mapToInt(Integer::intValue).sum() + " " + count + " " + failures);
  }
}
