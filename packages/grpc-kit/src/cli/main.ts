#!/usr/bin/env node
import { run } from './run.js';

// A reader that has seen enough (`grpc-kit check … | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

void run(process.argv.slice(2), {
  write: (text) => void process.stdout.write(text),
  writeError: (text) => void process.stderr.write(text),
}).then((code) => {
  // grpc-js-xds keeps its connection to the control plane, and with it the process, for ever.
  process.stdout.write('', () => process.exit(code));
});
