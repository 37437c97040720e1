import { defineConfig } from 'tsup';
import { libraryPreset } from '../../tsup.preset.ts';

export default defineConfig(
  libraryPreset({
    index: 'src/index.ts',
    server: 'src/server/index.ts',
    errors: 'src/error-details/index.ts',
    'protobuf-es': 'src/definition/protobuf-es-entry.ts',
    metrics: 'src/observe/metrics/index.ts',
    logging: 'src/observe/logging/index.ts',
    tracing: 'src/observe/tracing/index.ts',
    xds: 'src/xds/index.ts',
    kubernetes: 'src/kubernetes/index.ts',
    cli: 'src/cli/main.ts',
  }),
);
