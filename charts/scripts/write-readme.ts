import { readFileSync, writeFileSync } from 'node:fs';
import { readme, withTables } from '../test/support/readme.js';

writeFileSync(readme, withTables(readFileSync(readme, 'utf8')));
