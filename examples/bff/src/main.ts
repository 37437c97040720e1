import { runProgram } from '@org/example-service';
import { readConfig } from './config.js';
import { connectKitGreeter } from './kit-greeter.js';
import { start } from './start.js';

await runProgram('bff', async () => {
  await start(readConfig(process.env), connectKitGreeter);
});
