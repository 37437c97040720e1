import { runProgram } from '@org/example-service';
import { readConfig } from './config.js';
import { start } from './start.js';

await runProgram('greeter-server', async () => {
  await start(readConfig(process.env));
});
