"""gRPC's interop cases on grpcio: client.py PROTO_DIR ADDRESS CASE; the case `load` makes RPS calls a second."""

import queue
import sys
import time

import grpc

sys.path.insert(0, sys.argv[1])
pb, services = grpc.protos_and_services("test.proto")
address, case = sys.argv[2:4]
channel = grpc.insecure_channel(address)
stub = services.TestServiceStub(channel)
SIZES, ANSWERS = (27182, 8, 1828, 45904), (31415, 9, 2653, 58979)
SPECIAL = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n"


def request_of(size, answer=None):
    parameters = [] if answer is None else [pb.ResponseParameters(size=answer)]
    return pb.StreamingOutputCallRequest(response_parameters=parameters, payload=pb.Payload(body=bytes(size)))


def fails_with(code, call, *arguments, **options):
    try:
        answer = call(*arguments, **options)
        list(answer) if hasattr(answer, "__iter__") else answer
    except grpc.RpcError as error:
        assert error.code() == code, error
        return error
    raise AssertionError("expected " + str(code))


class Requests:
    """Requests of a stream that are given one by one."""

    def __init__(self):
        self.queue = queue.Queue()

    def __iter__(self):
        return iter(self.queue.get, None)


def large_unary():
    request = pb.SimpleRequest(response_size=314159, payload=pb.Payload(body=bytes(271828)))
    assert len(stub.UnaryCall(request).payload.body) == 314159


def client_streaming():
    requests = (pb.StreamingInputCallRequest(payload=pb.Payload(body=bytes(size))) for size in SIZES)
    assert stub.StreamingInputCall(requests).aggregated_payload_size == sum(SIZES)


def server_streaming():
    parameters = [pb.ResponseParameters(size=size) for size in ANSWERS]
    answers = stub.StreamingOutputCall(pb.StreamingOutputCallRequest(response_parameters=parameters))
    assert tuple(len(answer.payload.body) for answer in answers) == ANSWERS


def ping_pong():
    requests = Requests()
    answers = stub.FullDuplexCall(iter(requests))
    for size, expected in zip(SIZES, ANSWERS):
        requests.queue.put(request_of(size, expected))
        assert len(next(answers).payload.body) == expected
    requests.queue.put(None)
    assert list(answers) == []


def empty_stream():
    assert list(stub.FullDuplexCall(iter(()))) == []


def cancel_after_begin():
    requests = Requests()
    call = stub.StreamingInputCall.future(iter(requests))
    call.cancel()
    requests.queue.put(None)
    assert call.cancelled()


def cancel_after_first_response():
    requests = Requests()
    answers = stub.FullDuplexCall(iter(requests))
    requests.queue.put(request_of(SIZES[0], ANSWERS[0]))
    next(answers)
    answers.cancel()
    requests.queue.put(None)
    fails_with(grpc.StatusCode.CANCELLED, lambda: answers)


def timeout_on_sleeping_server():
    requests = Requests()
    requests.queue.put(request_of(27182))
    fails_with(grpc.StatusCode.DEADLINE_EXCEEDED, stub.FullDuplexCall, iter(requests), timeout=0.05)
    requests.queue.put(None)


def custom_metadata():
    sent = (("x-grpc-test-echo-initial", "test_initial_metadata_value"), ("x-grpc-test-echo-trailing-bin", b"\xab\xab\xab"))
    request = pb.SimpleRequest(response_size=10)
    _, call = stub.UnaryCall.with_call(request, metadata=sent)
    assert sent[0] in [tuple(pair) for pair in call.initial_metadata()]
    assert sent[1] in [tuple(pair) for pair in call.trailing_metadata()]


def status_code_and_message():
    status = pb.EchoStatus(code=2, message="test status message")
    error = fails_with(grpc.StatusCode.UNKNOWN, stub.UnaryCall, pb.SimpleRequest(response_status=status))
    assert error.details() == status.message
    requests = [pb.StreamingOutputCallRequest(response_status=status)]
    error = fails_with(grpc.StatusCode.UNKNOWN, stub.FullDuplexCall, iter(requests))
    assert error.details() == status.message


def special_status_message():
    status = pb.EchoStatus(code=2, message=SPECIAL)
    error = fails_with(grpc.StatusCode.UNKNOWN, stub.UnaryCall, pb.SimpleRequest(response_status=status))
    assert error.details() == SPECIAL


def soak(fresh_channel):
    for _ in range(50):
        with grpc.insecure_channel(address) as own:
            request = pb.SimpleRequest(response_size=314159, payload=pb.Payload(body=bytes(271828)))
            used = services.TestServiceStub(own) if fresh_channel else stub
            assert len(used.UnaryCall(request, timeout=5).payload.body) == 314159


def load(rps, count):
    """Unpaced only when it falls behind; prints how many failed."""
    failures, pending, start = {}, [], time.monotonic()
    for index in range(count):
        ahead = start + index / rps - time.monotonic()
        if ahead > 0:
            time.sleep(ahead)
        pending.append(stub.UnaryCall.future(pb.SimpleRequest(response_size=8), timeout=10))
    for call in pending:
        if call.exception():
            text = f"{call.code()}: {call.details()}"
            failures[text] = failures.get(text, 0) + 1
    print(sum(failures.values()), count, failures)


CASES = {
    "empty_unary": lambda: stub.EmptyCall(pb.Empty()),
    "large_unary": large_unary,
    "client_streaming": client_streaming,
    "server_streaming": server_streaming,
    "ping_pong": ping_pong,
    "empty_stream": empty_stream,
    "cancel_after_begin": cancel_after_begin,
    "cancel_after_first_response": cancel_after_first_response,
    "timeout_on_sleeping_server": timeout_on_sleeping_server,
    "custom_metadata": custom_metadata,
    "status_code_and_message": status_code_and_message,
    "special_status_message": special_status_message,
    "unimplemented_method": lambda: fails_with(grpc.StatusCode.UNIMPLEMENTED, stub.UnimplementedCall, pb.Empty()),
    "unimplemented_service": lambda: fails_with(
        grpc.StatusCode.UNIMPLEMENTED, services.UnimplementedServiceStub(channel).UnimplementedCall, pb.Empty()
    ),
    "rpc_soak": lambda: soak(fresh_channel=False),
    "channel_soak": lambda: soak(fresh_channel=True),
    "load": lambda: load(*map(int, sys.argv[4:6])),
}
CASES[case]()
