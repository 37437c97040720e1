import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.testing.integration.*;

/** The methods of grpc.testing.TestService; Maven Central has no generator of stubs for this platform's protoc. */
final class Methods {
  static final MethodDescriptor<Empty, Empty> EMPTY = method("EmptyCall", MethodType.UNARY, Empty.getDefaultInstance(), Empty.getDefaultInstance());
  static final MethodDescriptor<SimpleRequest, SimpleResponse> UNARY =
      method("UnaryCall", MethodType.UNARY, SimpleRequest.getDefaultInstance(), SimpleResponse.getDefaultInstance());
  static final MethodDescriptor<StreamingOutputCallRequest, StreamingOutputCallResponse> OUTPUT =
      method("StreamingOutputCall", MethodType.SERVER_STREAMING, StreamingOutputCallRequest.getDefaultInstance(), StreamingOutputCallResponse.getDefaultInstance());
  static final MethodDescriptor<StreamingInputCallRequest, StreamingInputCallResponse> INPUT =
      method("StreamingInputCall", MethodType.CLIENT_STREAMING, StreamingInputCallRequest.getDefaultInstance(), StreamingInputCallResponse.getDefaultInstance());
  static final MethodDescriptor<StreamingOutputCallRequest, StreamingOutputCallResponse> DUPLEX =
      method("FullDuplexCall", MethodType.BIDI_STREAMING, StreamingOutputCallRequest.getDefaultInstance(), StreamingOutputCallResponse.getDefaultInstance());
  static final MethodDescriptor<Empty, Empty> UNIMPLEMENTED =
      method("UnimplementedCall", MethodType.UNARY, Empty.getDefaultInstance(), Empty.getDefaultInstance());
  static final MethodDescriptor<Empty, Empty> UNIMPLEMENTED_SERVICE =
      UNIMPLEMENTED.toBuilder().setFullMethodName("grpc.testing.UnimplementedService/UnimplementedCall").build();
  static final ServiceDescriptor SERVICE =
      ServiceDescriptor.newBuilder("grpc.testing.TestService")
          .addMethod(EMPTY).addMethod(UNARY).addMethod(OUTPUT).addMethod(INPUT).addMethod(DUPLEX).build();

  private static <Q extends Message, R extends Message> MethodDescriptor<Q, R> method(String name, MethodType type, Q request, R response) {
    return MethodDescriptor.<Q, R>newBuilder()
        .setType(type)
        .setFullMethodName("grpc.testing.TestService/" + name)
        .setRequestMarshaller(ProtoUtils.marshaller(request))
        .setResponseMarshaller(ProtoUtils.marshaller(response))
        .build();
  }
}
