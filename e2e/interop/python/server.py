"""gRPC's interop server on grpcio with default settings; prints its port."""

import sys
import time
from concurrent import futures

import grpc

sys.path.insert(0, sys.argv[1])
pb, services = grpc.protos_and_services("test.proto")

INITIAL, TRAILING = "x-grpc-test-echo-initial", "x-grpc-test-echo-trailing-bin"


def echo_metadata(context):
    metadata = dict(context.invocation_metadata())
    if INITIAL in metadata:
        context.send_initial_metadata(((INITIAL, metadata[INITIAL]),))
    if TRAILING in metadata:
        context.set_trailing_metadata(((TRAILING, metadata[TRAILING]),))


def echo_status(request, context):
    if request.HasField("response_status") and request.response_status.code != 0:
        code = next(c for c in grpc.StatusCode if c.value[0] == request.response_status.code)
        context.abort(code, request.response_status.message)


def payload(size):
    return pb.Payload(body=bytes(size))


class TestService(services.TestServiceServicer):
    def EmptyCall(self, request, context):
        echo_metadata(context)
        return pb.Empty()

    def UnaryCall(self, request, context):
        echo_metadata(context)
        echo_status(request, context)
        return pb.SimpleResponse(payload=payload(request.response_size))

    def StreamingOutputCall(self, request, context):
        echo_status(request, context)
        for parameters in request.response_parameters:
            time.sleep(parameters.interval_us / 1_000_000)
            yield pb.StreamingOutputCallResponse(payload=payload(parameters.size))

    def StreamingInputCall(self, requests, context):
        total = sum(len(request.payload.body) for request in requests)
        return pb.StreamingInputCallResponse(aggregated_payload_size=total)

    def FullDuplexCall(self, requests, context):
        echo_metadata(context)
        for request in requests:
            yield from self.StreamingOutputCall(request, context)


server = grpc.server(futures.ThreadPoolExecutor(max_workers=32))
services.add_TestServiceServicer_to_server(TestService(), server)
print(server.add_insecure_port("127.0.0.1:0"), flush=True)
server.start()
server.wait_for_termination()
