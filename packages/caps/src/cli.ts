#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { run } from './cli/run.js';

// A reader that has seen enough (`caps explain | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const isTerminal = process.stdout.isTTY === true;

const code = run(process.argv.slice(2), {
  write: (text) => void process.stdout.write(text),
  writeError: (text) => void process.stderr.write(text),
  readStdin: async () => {
    let text = '';
    process.stdin.setEncoding('utf8');
    for await (const chunk of process.stdin) text += chunk;
    return text;
  },
  version: () => JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version,
  isTerminal,
  colour: isTerminal && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb',
  columns: process.stdout.columns ?? 80,
});

void code.then((exitCode) => {
  process.exitCode = exitCode;
});
