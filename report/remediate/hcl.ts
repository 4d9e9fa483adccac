import { hclString } from './quoting.js';

/** A value of HCL. `ref` is an expression of ours: it is written as it is, and never made of text from AWS. */
export type HclValue =
  | string
  | number
  | boolean
  | readonly HclValue[]
  | { readonly kind: 'ref'; readonly text: string }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [string, HclValue])[] };

export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  /** Null and undefined members are left out. */
  readonly body: readonly HclEntry[];
}

export type HclEntry = readonly [string, HclValue | null | undefined] | HclBlock;

export function ref(text: string): HclValue {
  return { kind: 'ref', text };
}

export function map(entries: readonly (readonly [string, HclValue])[]): HclValue | null {
  return entries.length === 0 ? null : { kind: 'map', entries };
}

export function block(type: string, labels: readonly string[], body: readonly HclEntry[]): HclBlock {
  return { type, labels, body };
}

export function printHcl(blocks: readonly HclBlock[]): string {
  return `${blocks.map((one) => blockLines(one).join('\n')).join('\n\n')}\n`;
}

function blockLines({ type, labels, body }: HclBlock): readonly string[] {
  const head = [type, ...labels.map(hclString)].join(' ');
  const lines: string[] = [];
  let run: (readonly [string, string])[] = [];
  // As `terraform fmt` has it: equal signs stand under each other, and blocks apart.
  const flush = (): void => {
    const width = Math.max(0, ...run.map(([name]) => name.length));
    lines.push(...run.map(([name, text]) => `${name.padEnd(width)} = ${text}`));
    run = [];
  };
  for (const entry of body) {
    if ('type' in entry) {
      flush();
      if (lines.length > 0) lines.push('');
      lines.push(...blockLines(entry));
    } else {
      const [name, value] = entry;
      if (value !== null && value !== undefined) run.push([name, valueText(value)]);
    }
  }
  flush();
  if (lines.length === 0) return [`${head} {}`];
  return [`${head} {`, ...lines.map((line) => (line === '' ? '' : `  ${line}`)), '}'];
}

function valueText(value: HclValue): string {
  if (typeof value === 'string') return hclString(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if ('kind' in value) {
    if (value.kind === 'ref') return value.text;
    return `{ ${value.entries.map(([name, one]) => `${hclString(name)} = ${valueText(one)}`).join(', ')} }`;
  }
  return `[${value.map(valueText).join(', ')}]`;
}
