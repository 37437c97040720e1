// Runs one case against go-control-plane or istiod, in this process alone: node … run-case.ts SUITE BINARY NAME
import { cases } from '../../../packages/grpc-kit/test/xds/cases/all.js';
import { report } from '../../../packages/grpc-kit/test/xds/report-case.js';
import { startGoControlPlane } from './go-control-plane.js';
import { istioCases } from './istio-cases.js';
import { startIstiod } from './istiod.js';

const [suite, binary = '', name] = process.argv.slice(2);
if (suite === 'istio') await report(istioCases, name, () => startIstiod(binary));
else await report(cases, name, () => startGoControlPlane(binary));
