import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take long, mostly because they wait; the order among them does not matter. */
const LONG = [
  'examples/local/test/demo.test.ts',
  'grpc-kit/test/xds/conformance.test.ts',
  'examples/greeter-server/test/greeter-server.test.ts',
  'e2e/packages/test/published.test.ts',
  'charts/test/values.test.ts',
  'grpc-kit/test/client/faults.test.ts',
];

/** Starts the long files of a project first, so that no worker is left alone with one of them at the end. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean => LONG.some((file) => moduleId.endsWith(file));
    const projects = [...new Set(sorted.map(({ project }) => project))];
    return projects.flatMap((project) => {
      const own = sorted.filter((file) => file.project === project);
      return [...own.filter(isLong), ...own.filter((file) => !isLong(file))];
    });
  }
}
