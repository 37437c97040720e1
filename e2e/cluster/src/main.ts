import { runScenarios } from './run.js';
import { scenarios } from './scenarios.js';

process.exitCode = await runScenarios(scenarios, process.env, console.log);
