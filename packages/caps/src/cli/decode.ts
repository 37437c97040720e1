import {
  capabilities,
  decodeFileCapabilities,
  decodeMask,
  explainCapability,
  fileCapabilityState,
  formatCapText,
  parseCapText,
} from '@org/caps';
import { capabilityRow, describeSet, presetNote } from './describe.js';
import { pointing } from './pointing.js';
import { formatRows, styled, type Terminal } from './terminal.js';
import { UsageError } from './usage.js';

/** `caps decode HEX…` */
export function decode(masks: readonly string[], json: boolean, terminal: Terminal): string {
  if (masks.length === 0) throw new UsageError('decode needs a mask, such as a80425fb');
  const sets = masks.map((mask) => pointing(mask, () => decodeMask(mask)));
  if (json) return `${JSON.stringify(sets, null, 2)}\n`;
  return sets
    .map((set) => {
      const rows = set.bits.map(capabilityRow);
      if (!terminal.isTerminal)
        return formatRows(
          terminal,
          rows.map((row) => [set.toHex(), ...row]),
        );
      const title = `${set.toHex()}: ${set.size} of ${capabilities.length} ${presetNote(set)}`;
      return `${styled(terminal, 'bold', title.trimEnd())}\n${formatRows(terminal, rows)}`;
    })
    .join(terminal.isTerminal ? '\n' : '');
}

/** `caps explain NAME` */
export function explain(names: readonly string[], json: boolean, terminal: Terminal): string {
  const wanted = names.length === 0 ? capabilities : names.map(explained);
  if (json) return `${JSON.stringify(wanted, null, 2)}\n`;
  if (names.length === 0)
    return formatRows(
      terminal,
      capabilities.map(({ number }) => capabilityRow(number)),
    );
  return formatRows(
    terminal,
    wanted.flatMap((each) => [
      ['name', `${each.name} (${each.kubernetesName} in manifests)`],
      ['number', `${each.number}, mask ${(1n << BigInt(each.number)).toString(16).padStart(16, '0')}`],
      ['since', `Linux ${each.since}`],
      ['allows', each.summary],
      ['danger', `${each.risk}: ${each.danger}`],
    ]),
  );
}

function explained(name: string) {
  const capability = explainCapability(name);
  if (!capability)
    throw new UsageError(`capability ${name} has no name: the last one known is ${capabilities.length - 1}`);
  return capability;
}

/** `caps text STRING` */
export function text(strings: readonly string[], json: boolean, terminal: Terminal): string {
  const [input] = strings;
  if (input === undefined || strings.length > 1)
    throw new UsageError('text needs one string, such as "cap_net_raw=ep"');
  const state = pointing(input, () => parseCapText(input));
  const canonical = formatCapText(state);
  if (json) return `${JSON.stringify({ text: canonical, ...state }, null, 2)}\n`;
  return formatRows(terminal, [
    ['text', canonical],
    ['effective', state.effective.toHex(), describeSet(state.effective)],
    ['permitted', state.permitted.toHex(), describeSet(state.permitted)],
    ['inheritable', state.inheritable.toHex(), describeSet(state.inheritable)],
  ]);
}

/** `caps file VALUE` */
export function file(values: readonly string[], json: boolean, terminal: Terminal): string {
  const [value] = values;
  if (value === undefined || values.length > 1)
    throw new UsageError('file needs one value, such as 0x0100000200200000…');
  const decoded = decodeFileCapabilities(value);
  const canonical = formatCapText(fileCapabilityState(decoded));
  if (json) return `${JSON.stringify({ text: canonical, ...decoded }, null, 2)}\n`;
  return formatRows(terminal, [
    ['text', canonical],
    ['version', String(decoded.version)],
    ['effective', decoded.effective ? 'at once, on exec' : 'only when the program raises them'],
    ['permitted', decoded.permitted.toHex(), describeSet(decoded.permitted)],
    ['inheritable', decoded.inheritable.toHex(), describeSet(decoded.inheritable)],
    ...(decoded.rootid === undefined ? [] : [['rootid', String(decoded.rootid)]]),
  ]);
}
