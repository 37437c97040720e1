// Serves Istio configuration with istiod's own discovery server, from memory instead of from Kubernetes.
//
// Each line of input is a JSON object {"version": "…", "config": "…"}: YAML documents that replace everything before.
// The first line of output is the port, then one line for each version that is in the store. The end of input ends the
// program.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"net"
	"os"

	"istio.io/istio/pilot/pkg/config/kube/crd"
	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/test/xds"
	"istio.io/istio/pkg/config"
	istiolog "istio.io/istio/pkg/log"
	"istio.io/istio/pkg/test"
)

type update struct {
	Version string `json:"version"`
	Config  string `json:"config"`
}

func main() {
	address := flag.String("listen", "127.0.0.1:0", "ip:port to serve on")
	flag.Parse()
	logging := istiolog.DefaultOptions()
	logging.OutputPaths = []string{"stderr"}
	if err := istiolog.Configure(logging); err != nil {
		log.Fatal(err)
	}
	for _, scope := range istiolog.Scopes() {
		scope.SetOutputLevel(istiolog.FatalLevel)
	}
	listener, err := net.Listen("tcp", *address)
	if err != nil {
		log.Fatal(err)
	}
	// The server asks for a test to report to; this one ends with the program.
	if err := test.Wrap(func(t test.Failer) { serve(t, listener) }); err != nil {
		log.Fatal(err)
	}
}

func serve(t test.Failer, listener net.Listener) {
	discovery := xds.NewFakeDiscoveryServer(t, xds.FakeOptions{
		ListenerBuilder: func() (net.Listener, error) { return listener, nil },
	})
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)

	present := map[string]config.Config{}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var next update
		if err := json.Unmarshal(lines.Bytes(), &next); err != nil {
			t.Fatal(err)
		}
		wanted, _, err := crd.ParseInputs(next.Config)
		if err != nil {
			t.Fatal(err)
		}
		if present, err = replace(discovery.Store(), present, wanted); err != nil {
			t.Fatal(err)
		}
		fmt.Println(next.Version)
	}
}

func replace(store model.ConfigStore, present map[string]config.Config, wanted []config.Config) (map[string]config.Config, error) {
	after := map[string]config.Config{}
	for _, one := range wanted {
		after[one.Key()] = one
		var err error
		if _, known := present[one.Key()]; known {
			_, err = store.Update(one)
		} else {
			_, err = store.Create(one)
		}
		if err != nil {
			return nil, err
		}
	}
	for key, one := range present {
		if _, kept := after[key]; !kept {
			if err := store.Delete(one.GroupVersionKind, one.Name, one.Namespace, nil); err != nil {
				return nil, err
			}
		}
	}
	return after, nil
}
