"""Header blocks through the hpack package of python-hyper, line by line; see ../src/blocks.ts for the form of the lines."""

import sys

from hpack import Decoder, Encoder, NeverIndexedHeaderTuple


def fields(words):
    for word in words:
        name, _, value = word.partition(":")
        field = (bytes.fromhex(name), bytes.fromhex(value))
        yield NeverIndexedHeaderTuple(*field) if field[0] == b"cookie" else field


def main():
    encoder = Encoder()
    decoder = Decoder(max_header_list_size=1 << 24)
    decoder.max_allowed_table_size = 4096
    for line in sys.stdin:
        kind, first, *rest = line.rstrip("\n").split(" ")
        if kind == "decode":
            decoded = decoder.decode(bytes.fromhex(first), raw=True)
            print(" ".join(f"{name.hex()}:{value.hex()}" for name, value in decoded))
            continue
        if first != "-":
            encoder.header_table_size = int(first)
        print(encoder.encode(list(fields(rest))).hex())


if __name__ == "__main__":
    main()
