import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { arch } from 'node:os';
import { join } from 'node:path';
import { cache, folder, protoFile } from '../paths.js';
import { failureOf, type Installed } from './installed.js';

export interface JavaPrograms {
  readonly classPath: string;
}

/** The protoc that belongs to the protobuf-java which grpc-java brings. */
const PROTOC = '3.25.9';
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch_64' };

/** grpc-java from Maven Central, and the programs of `java/` compiled against it. */
export function installJava(): Installed<JavaPrograms> {
  const home = join(cache, 'java');
  const [lib, bin, generated, classes] = ['lib', 'bin', 'src', 'classes'].map((name) => join(home, name)) as [
    string,
    string,
    string,
    string,
  ];
  const classifier = `linux-${ARCHITECTURES[arch()]}`;
  const protoc = join(bin, `protoc-${PROTOC}-${classifier}.exe`);
  const pom = join(folder('java'), 'pom.xml');
  for (const each of [generated, classes]) mkdirSync(each, { recursive: true });
  const missing = existsSync(protoc) && existsSync(lib) ? undefined : download(pom, lib, bin, classifier);
  if (missing) return { skipped: missing };
  chmodSync(protoc, 0o755);
  const classPath = `${classes}:${lib}/*`;
  const skipped =
    failureOf(protoc, [`-I${folder('proto')}`, `--java_out=${generated}`, protoFile]) ??
    failureOf('javac', ['-encoding', 'UTF-8', '-d', classes, '-cp', `${lib}/*`, ...sources(generated)]);
  return skipped ? { skipped } : { classPath };
}

function download(pom: string, lib: string, bin: string, classifier: string): string | undefined {
  const maven = (goal: string, ...options: readonly string[]) => failureOf('mvn', ['-q', '-B', goal, ...options]);
  return (
    maven('dependency:copy-dependencies', '-f', pom, `-DoutputDirectory=${lib}`, '-DincludeScope=runtime') ??
    maven(
      'dependency:copy',
      `-Dartifact=com.google.protobuf:protoc:${PROTOC}:exe:${classifier}`,
      `-DoutputDirectory=${bin}`,
    )
  );
}

function sources(generated: string): string[] {
  return [generated, folder('java')].flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: 'utf8' }).flatMap((file) =>
      file.endsWith('.java') ? [join(root, file)] : [],
    ),
  );
}
