#!/usr/bin/env bash
# Prints a Secret with a new random signing key. The key is in no argument list, file or shell history.
set -euo pipefail
node -e '
  const key = require("node:crypto").randomBytes(32).toString("base64");
  const metadata = { name: process.argv[1] };
  console.log(JSON.stringify({ apiVersion: "v1", kind: "Secret", type: "Opaque", metadata, data: { "signing-key": key } }));
' "${1:-greeter-signing-key}"
