import { tool } from '../test/support/tools.js';

const [name] = process.argv.slice(2);
if (name !== 'helm' && name !== 'kubectl') throw new Error('usage: tool-path.ts helm|kubectl');
console.log(tool(name));
