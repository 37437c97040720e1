// Serves what it is told on standard input with go-control-plane, the reference control plane.
//
// Each line of input is a JSON object {"version": "…", "resources": "…"}: a base64 encoded
// envoy.service.discovery.v3.DiscoveryResponse with resources of all types. The first line of output is the port,
// then one line for each version that is served. The end of input ends the program.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"net"
	"os"

	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	discovery "github.com/envoyproxy/go-control-plane/envoy/service/discovery/v3"
	"github.com/envoyproxy/go-control-plane/pkg/cache/types"
	"github.com/envoyproxy/go-control-plane/pkg/cache/v3"
	"github.com/envoyproxy/go-control-plane/pkg/resource/v3"
	"github.com/envoyproxy/go-control-plane/pkg/server/v3"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"

	// Registered, so that the Any in a listener or cluster can be decoded.
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/rbac/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/router/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"
)

const everyone = "everyone"

// All clients get the same snapshot, whatever their node is called.
type sameForAll struct{}

func (sameForAll) ID(*core.Node) string { return everyone }

type update struct {
	Version   string `json:"version"`
	Resources []byte `json:"resources"`
}

func main() {
	address := flag.String("listen", "127.0.0.1:0", "ip:port to serve on")
	flag.Parse()
	if err := run(*address); err != nil {
		log.Fatal(err)
	}
}

func run(address string) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	// Not in ADS mode: there it waits until every resource that was asked for is there, and missing ones are cases here.
	snapshots := cache.NewSnapshotCache(false, sameForAll{}, nil)
	grpcServer := grpc.NewServer()
	discovery.RegisterAggregatedDiscoveryServiceServer(grpcServer, server.NewServer(context.Background(), snapshots, nil))
	go func() { log.Fatal(grpcServer.Serve(listener)) }()
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)

	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		version, snapshot, err := decode(lines.Bytes())
		if err != nil {
			return err
		}
		if err := snapshots.SetSnapshot(context.Background(), everyone, snapshot); err != nil {
			return err
		}
		fmt.Println(version)
	}
	return lines.Err()
}

func decode(line []byte) (string, *cache.Snapshot, error) {
	var next update
	if err := json.Unmarshal(line, &next); err != nil {
		return "", nil, err
	}
	var all discovery.DiscoveryResponse
	if err := proto.Unmarshal(next.Resources, &all); err != nil {
		return "", nil, err
	}
	byType := map[resource.Type][]types.Resource{}
	for _, packed := range all.Resources {
		message, err := packed.UnmarshalNew()
		if err != nil {
			return "", nil, fmt.Errorf("%s: %w", packed.TypeUrl, err)
		}
		byType[packed.TypeUrl] = append(byType[packed.TypeUrl], message)
	}
	snapshot, err := cache.NewSnapshot(next.Version, byType)
	return next.Version, snapshot, err
}
