import { join } from 'node:path';
import { chart } from './tools.js';
import { documentedValues, schemaAt, schemaOf, typeName, type ValueFolder } from './values.js';

/** The README whose tables are made from values.yaml and values.schema.json. */
export const readme: string = join(chart, 'README.md');

/** The README with its tables made anew; they stand between `<!-- values FOLDER -->` and `<!-- end -->`. */
export function withTables(text: string): string {
  return text.replace(
    /(<!-- values ([-\w]+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_all, begin: string, folder: ValueFolder, end: string) => `${begin}${table(folder)}${end}`,
  );
}

function table(folder: ValueFolder): string {
  const schema = schemaOf(folder);
  const rows = documentedValues(folder).map(({ path, fallback, about }) => {
    const cells = [`\`${path}\``, typeName(schemaAt(schema, path)), `\`${JSON.stringify(fallback)}\``, about];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  });
  return `| value | type | default | meaning |\n|---|---|---|---|\n${rows.join('')}`;
}
