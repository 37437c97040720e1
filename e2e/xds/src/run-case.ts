// Runs one case against go-control-plane, in this process alone: node … run-case.ts NAME BINARY
import { cases } from '../../../packages/grpc-kit/test/xds/cases/all.js';
import { report } from '../../../packages/grpc-kit/test/xds/report-case.js';
import { startGoControlPlane } from './go-control-plane.js';

const [name, binary = ''] = process.argv.slice(2);
await report(cases, name, () => startGoControlPlane(binary));
