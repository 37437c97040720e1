import { defineConfig } from 'tsup';
import { programPreset } from '../../tsup.preset.ts';

export default defineConfig(programPreset({ main: 'src/main.ts' }));
