// Error details of grpc-go, on either side.
//
//	serve          prints its address; fails each call with the google.rpc.Status that it gets as its request,
//	               every detail decoded and encoded anew by the types of genproto
//	call ADDRESS   calls ADDRESS and prints code, message and each detail as JSON, one a line
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net"
	"os"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	spb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/protoadapt"
	"google.golang.org/protobuf/types/known/emptypb"
)

// Links the package whose types anypb finds by name.
var _ = errdetails.BadRequest{}

func main() {
	var err error
	switch {
	case len(os.Args) == 2 && os.Args[1] == "serve":
		err = serve()
	case len(os.Args) == 3 && os.Args[1] == "call":
		err = call(os.Args[2])
	default:
		err = fmt.Errorf("usage: %s serve | call ADDRESS", os.Args[0])
	}
	if err != nil {
		log.Fatal(err)
	}
}

func serve() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(listener.Addr())
	server := grpc.NewServer(grpc.UnknownServiceHandler(func(_ any, stream grpc.ServerStream) error {
		request := &spb.Status{}
		if err := stream.RecvMsg(request); err != nil {
			return err
		}
		return failWith(request)
	}))
	return server.Serve(listener)
}

func failWith(wanted *spb.Status) error {
	failure := status.New(codes.Code(wanted.Code), wanted.Message)
	details := make([]protoadapt.MessageV1, 0, len(wanted.Details))
	for _, detail := range wanted.Details {
		message, err := detail.UnmarshalNew()
		if err != nil {
			return status.Errorf(codes.DataLoss, "%s: %v", detail.TypeUrl, err)
		}
		if unknown := message.ProtoReflect().GetUnknown(); len(unknown) > 0 {
			return status.Errorf(codes.DataLoss, "%s: unknown fields %x", detail.TypeUrl, unknown)
		}
		details = append(details, protoadapt.MessageV1Of(proto.Clone(message)))
	}
	failure, err := failure.WithDetails(details...)
	if err != nil {
		return err
	}
	return failure.Err()
}

func call(address string) error {
	connection, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer connection.Close()
	err = connection.Invoke(context.Background(), "/details.v1.Details/Fail", &emptypb.Empty{}, &emptypb.Empty{})
	failure := status.Convert(err)
	fmt.Println(uint32(failure.Code()))
	fmt.Println(failure.Message())
	for _, detail := range failure.Details() {
		message, isMessage := detail.(proto.Message)
		if !isMessage {
			return fmt.Errorf("grpc-go could not read a detail: %v", detail)
		}
		text, err := protojson.Marshal(message)
		if err != nil {
			return err
		}
		line, err := json.Marshal([]any{string(message.ProtoReflect().Descriptor().FullName()), json.RawMessage(text)})
		if err != nil {
			return err
		}
		fmt.Println(string(line))
	}
	return nil
}
