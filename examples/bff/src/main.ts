import { runProgram } from '@org/example-service';
import { readConfig } from './config.js';
import { connectKitGreeter } from './kit-greeter.js';
import { serve } from './serve.js';

await runProgram('bff', () => serve(readConfig(process.env), connectKitGreeter));
