// Documents of one subject in several formats: to standard output, or into files.
import { join } from 'node:path';
import type { Printer } from './browser/print.js';
import { InputError, UsageError } from './errors.js';
import type { Terminal } from './terminal.js';
import { printable } from './terminal.js';
import { ensureAbsent, writeWhole } from './write-file.js';

export const DOCUMENT_FORMATS = ['text', 'json', 'markdown', 'html', 'pdf'] as const;
export type DocumentFormat = (typeof DOCUMENT_FORMATS)[number];

const SUFFIXES = {
  text: 'txt',
  json: 'json',
  markdown: 'md',
  html: 'html',
  pdf: 'pdf',
} as const satisfies Record<DocumentFormat, string>;

export interface DocumentOptions {
  readonly format: string;
  /** Absent: what can be printed goes to standard output. */
  readonly out?: string;
  readonly browser?: string;
  readonly overwrite?: boolean;
  readonly json?: boolean;
}

/** What the formats are made of, each worked out only when it is asked for. */
export interface Documents {
  /** Name of the files, without folder and suffix. */
  readonly name: string;
  readonly time: string;
  readonly screen: () => readonly string[];
  readonly text: () => string;
  readonly json: () => string;
  readonly markdown: () => string;
  readonly html: () => string;
}

/** The formats of `--format`, each once. @throws UsageError for one that is unknown, or where two would be printed. */
export function parseDocumentFormats(options: DocumentOptions): readonly DocumentFormat[] {
  const names = options.format
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0) throw new UsageError(`--format names no format: known are ${DOCUMENT_FORMATS.join(', ')}.`);
  const formats = names.map((name) => {
    const format = DOCUMENT_FORMATS.find((one) => one === name);
    if (format === undefined) throw new UsageError(`unknown format ${name}: known are ${DOCUMENT_FORMATS.join(', ')}.`);
    return format;
  });
  const printed = formats.filter((format) => format !== 'html' && format !== 'pdf');
  if (options.out === undefined && new Set(printed).size > 1) {
    throw new UsageError(`only one of ${printed.join(', ')} fits on standard output: add --out to write files.`);
  }
  return [...new Set(formats)];
}

/** Refuses early what could not be written later. */
export async function ensureRoom(
  formats: readonly DocumentFormat[],
  name: string,
  options: DocumentOptions,
): Promise<void> {
  if (options.overwrite === true) return;
  for (const format of toFiles(formats, options)) await ensureAbsent(pathOf(format, name, options));
}

/**
 * Prints and writes the documents. With `--json` standard output has the JSON alone, else the text or the one format
 * that was asked for.
 */
export async function makeDocuments(
  formats: readonly DocumentFormat[],
  documents: Documents,
  options: DocumentOptions,
  terminal: Terminal,
): Promise<void> {
  const written: string[] = [];
  let noPdf: unknown = null;
  for (const format of toFiles(formats, options)) {
    const path = pathOf(format, documents.name, options);
    try {
      const content =
        format === 'pdf'
          ? await printPdf(documents.html(), options.browser, documents.time, terminal)
          : documents[format]();
      await writeWhole(path, content, { overwrite: options.overwrite === true });
      written.push(path);
    } catch (error) {
      // Without a browser the rest is still of use.
      if (format !== 'pdf') throw error;
      noPdf = error;
    }
  }
  const printed =
    options.out === undefined ? formats.find((format) => format === 'json' || format === 'markdown') : undefined;
  if (options.json === true || printed === 'json') terminal.out(documents.json().trimEnd());
  else if (printed === 'markdown') terminal.out(documents.markdown().trimEnd());
  else {
    for (const line of documents.screen()) terminal.out(line);
    if (written.length > 0) terminal.out('');
    for (const path of written) terminal.out(`Written: ${printable(path)}`);
  }
  if (noPdf !== null) throw noPdf;
}

function toFiles(formats: readonly DocumentFormat[], { out }: DocumentOptions): readonly DocumentFormat[] {
  return out === undefined ? formats.filter((format) => format === 'html' || format === 'pdf') : formats;
}

function pathOf(format: DocumentFormat, name: string, { out = 'out' }: DocumentOptions): string {
  return `${join(out, name)}.${SUFFIXES[format]}`;
}

/** Prints a page with the browser that is found. @throws InputError that says how to get one where there is none. */
export async function printPdf(
  html: string,
  explicitBrowser: string | undefined,
  time: string,
  terminal: Terminal,
): Promise<Uint8Array> {
  terminal.progress('Printing the PDF ...');
  const open = await openPrinter(explicitBrowser, terminal);
  return await open((printer) => printer.print(html, { time }));
}

/** The browser that is found, to be started for each piece of work. @throws InputError as `printPdf` does */
export async function openPrinter(
  explicitBrowser: string | undefined,
  terminal: Terminal,
): Promise<<Result>(work: (printer: Printer) => Promise<Result>) => Promise<Result>> {
  const { findBrowser, noBrowserMessage } = await import('./browser/find.js');
  const { withPrinter } = await import('./browser/print.js');
  const browser = await findBrowser(explicitBrowser);
  if (browser.kind === 'none') throw new InputError(noBrowserMessage(browser));
  let told = false;
  return (work) =>
    withPrinter(browser, (printer) => {
      // Root has none in any case.
      if (!told && !printer.sandboxed && process.getuid?.() !== 0)
        terminal.progress('The browser runs without its sandbox: the system does not allow one here.');
      told = true;
      return work(printer);
    });
}
