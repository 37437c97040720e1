// Runs one case against the control plane of these tests, in this process alone: node … run-case.ts NAME
import { cases } from './cases/all.js';
import { startControlPlane } from './control-plane.js';
import { report } from './report-case.js';

await report(cases, process.argv[2], () => startControlPlane());
