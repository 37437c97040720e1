// In each worker of a coverage run: the processes that its tests start write down what they ran.
import { childrenDirectory } from './children.ts';

process.env['NODE_V8_COVERAGE'] = childrenDirectory;
