// Header blocks through golang.org/x/net/http2/hpack, line by line; see ../src/blocks.ts for the form of the lines.
package main

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/net/http2/hpack"
)

func check(err error) {
	if err != nil {
		fmt.Println("error", err)
		os.Exit(0)
	}
}

func text(digits string) string {
	raw, err := hex.DecodeString(digits)
	check(err)
	return string(raw)
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(make([]byte, 1<<20), 1<<24)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	var block bytes.Buffer
	encoder := hpack.NewEncoder(&block)
	decoder := hpack.NewDecoder(4096, nil)
	for in.Scan() {
		words := strings.Split(in.Text(), " ")
		if words[0] == "decode" {
			fields, err := decoder.DecodeFull([]byte(text(words[1])))
			check(err)
			for index, field := range fields {
				if index > 0 {
					out.WriteByte(' ')
				}
				fmt.Fprintf(out, "%x:%x", field.Name, field.Value)
			}
			out.WriteByte('\n')
			continue
		}
		if words[1] != "-" {
			size, err := strconv.Atoi(words[1])
			check(err)
			encoder.SetMaxDynamicTableSize(uint32(size))
		}
		block.Reset()
		for _, word := range words[2:] {
			name, value, _ := strings.Cut(word, ":")
			field := hpack.HeaderField{Name: text(name), Value: text(value), Sensitive: text(name) == "cookie"}
			check(encoder.WriteField(field))
		}
		fmt.Fprintf(out, "%x\n", block.Bytes())
	}
	check(in.Err())
}
