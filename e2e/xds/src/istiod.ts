import { startLineProgram } from './line-program.js';

/** istiod's discovery server behind the small program in `istio/`. */
export interface Istiod {
  /** `ip:port`. */
  readonly uri: string;
  /** Replaces all of its configuration: Istio's resources as objects. */
  configure(resources: readonly object[]): Promise<void>;
  close(): Promise<void>;
}

export async function startIstiod(binary: string): Promise<Istiod> {
  const program = await startLineProgram(binary, '127.0.0.1:0');
  let version = 0;
  return {
    uri: `127.0.0.1:${program.port}`,
    configure(resources) {
      // JSON is YAML.
      const config = resources.map((resource) => JSON.stringify(resource)).join('\n---\n');
      const message = { version: String(++version), config };
      return program.send(message);
    },
    close: () => program.kill(),
  };
}
