import { defineConfig } from 'tsup';
import { programPreset } from '../../tsup.preset.ts';

export default defineConfig(programPreset({ index: 'src/index.ts' }));
