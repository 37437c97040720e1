const pure = [
  'target,errors,health-protocol,known-options,nearest',
  'policy/*',
  'discovery/host-port,discovery/dns-server-address,discovery/rendezvous,discovery/endpoint-list',
  'balancing/ejection-limits,balancing/outlier-detector',
  'client/retry-throttle,client/message-frame',
  'kubernetes/service-target,kubernetes/endpoint-slice,kubernetes/ready-endpoints,kubernetes/zone-preference',
  'server/listen-address,server/subject-alt-names',
  'xds/check-bootstrap,xds/wire',
].flatMap((line) => line.split(','));

/** What `npm run mutation` mutates, and how. https://stryker-mutator.io/docs/stryker-js/configuration */
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.mutation.ts' },
  coverageAnalysis: 'perTest',
  mutate: [
    'packages/caps/src/**/*.ts',
    ...pure.map((name) => `packages/grpc-kit/src/${name}.ts`),
    '!**/*.test.ts',
    '!packages/caps/src/cli.ts',
    '!packages/caps/src/cli/**',
    // Sentences, and a list of exports.
    '!packages/caps/src/{capabilities,index}.ts',
  ],
  // What runs once, when a module is loaded, would need every test anew for each mutant.
  ignoreStatic: true,
  // Only results that a change touched are found anew.
  incremental: true,
  incrementalFile: 'node_modules/.cache/stryker-incremental.json',
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: 'node_modules/.cache/mutation.json' },
  concurrency: 2,
  // The copy that scripts/mutation.mjs makes: Stryker's own stumbles over the dangling links of recorded /proc trees.
  inPlace: true,
};
