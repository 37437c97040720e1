/** No object of the API is as long; etcd takes 1.5 MB. */
const LONGEST_LINE = 16 * 1024 * 1024;

/** The lines of a stream, those of one chunk together; what follows the last newline is no line. */
export async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<readonly string[]> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE) throw new Error(`a watch event is longer than ${LONGEST_LINE} characters`);
    const full = lines.filter((line) => line.trim() !== '');
    if (full.length > 0) yield full;
  }
}
