// The pages and prints of a report: one document, or of several accounts a rollup and a document for each.
import { join } from 'node:path';
import { accountReports } from '../report/account-report.js';
import type { Report } from '../report/model.js';
import { documentName } from '../report/outputs/document-name.js';
import { type Paper, renderHtml } from '../report/outputs/html.js';
import type { Printer } from './browser/print.js';
import { InputError } from './errors.js';
import { garbageCollector } from './garbage.js';
import { openPrinter } from './make-documents.js';
import { printAll } from './print-all.js';
import type { Terminal } from './terminal.js';
import { writeWhole } from './write-file.js';

/** On two cores one is laid out while another is written. */
const PRINTED_AT_ONCE = 2;
/** So many prints leave some fifty megabytes to clear away, which takes a tenth of a second. */
const CLEARED_AFTER = 2;

export interface PagesOptions {
  readonly out: string;
  readonly html: boolean;
  readonly pdf: boolean;
  readonly paper: Paper;
  /** Several accounts in one document, with a chapter for each. */
  readonly combined: boolean;
  readonly overwrite: boolean;
  readonly browser?: string | undefined;
}

/** One document. What it holds is made when it is asked for: of hundreds, only those at hand are in memory. */
interface PageFile {
  /** Path without suffix. */
  readonly path: string;
  readonly page: () => string;
  /** The same for print. */
  readonly print: () => string;
}

export interface WrittenPages {
  readonly written: readonly string[];
  /** Why a PDF was not made; null where all were. */
  readonly fault: unknown;
}

function pageFiles(report: Report, options: PagesOptions): readonly PageFile[] {
  const { paper } = options;
  const pathOf = (one: Report): string => join(options.out, documentName(one));
  const whole = (one: Report): PageFile => {
    const page = (): string => renderHtml(one, { paper });
    return { path: pathOf(one), page, print: page };
  };
  if (report.accounts.length < 2 || options.combined) return [whole(report)];
  const rollup: PageFile = {
    path: pathOf(report),
    page: () => renderHtml(report, { paper, ownDocuments: 'linked' }),
    // A page that is printed has no address, so that a link to a file beside it would be none.
    print: () => renderHtml(report, { paper, ownDocuments: 'named' }),
  };
  return [rollup, ...accountReports(report).map(whole)];
}

/** Every file that `writePages` would write. */
export function pagePaths(report: Report, options: PagesOptions): readonly string[] {
  return pageFiles(report, options).flatMap(({ path }) => [
    ...(options.html ? [`${path}.html`] : []),
    ...(options.pdf ? [`${path}.pdf`] : []),
  ]);
}

/**
 * Writes the pages and prints, each as it is made. Without a browser, or where one document cannot be printed, the rest
 * is still of use: it is written before the fault is told.
 */
export async function writePages(report: Report, options: PagesOptions, terminal: Terminal): Promise<WrittenPages> {
  const files = pageFiles(report, options);
  const { overwrite } = options;
  const written: string[] = [];
  const write = async (path: string, content: string | Uint8Array): Promise<void> => {
    await writeWhole(path, content, { overwrite });
    written.push(path);
  };
  if (options.html) for (const { path, page } of files) await write(`${path}.html`, page());
  if (!options.pdf) return { written, fault: null };
  const begun = new Set<string>();
  const clearUp = garbageCollector();
  const printOne = async (printer: Printer, { path, print }: PageFile): Promise<void> => {
    begun.add(path);
    terminal.progress(files.length === 1 ? 'Printing the PDF ...' : `Printing ${begun.size} of ${files.length} ...`);
    await write(`${path}.pdf`, await printer.print(print(), { time: report.generatedAt }));
    if (begun.size % CLEARED_AFTER === 0) clearUp();
  };
  // A signal ends the browser. Where one document is printed nothing is left to do then; here the next would be begun.
  for (const [signal, leave] of LEAVING) process.once(signal, leave);
  try {
    const open = await openPrinter(options.browser, terminal);
    clearUp();
    // The first is about all accounts, and may need as much memory as several others.
    const first = await printAll(files.slice(0, 1), open, printOne, { atOnce: 1 });
    const others = await printAll(files.slice(1), open, printOne, { atOnce: PRINTED_AT_ONCE });
    const faults = new Map([...first, ...others]);
    return { written: inOrder(files, written), fault: oneFault(faults, files.length) };
  } catch (fault) {
    return { written: inOrder(files, written), fault };
  } finally {
    for (const [signal, leave] of LEAVING) process.removeListener(signal, leave);
  }
}

/** With the exit code by which a shell knows it. */
const LEAVING = [
  ['SIGTERM', () => process.exit(128 + 15)],
  ['SIGHUP', () => process.exit(128 + 1)],
] as const;

/** Documents are finished in any order, and listed in theirs. */
function inOrder(files: readonly PageFile[], written: readonly string[]): readonly string[] {
  const paths = new Set(written);
  return ['.html', '.pdf'].flatMap((suffix) =>
    files.map(({ path }) => `${path}${suffix}`).filter((path) => paths.has(path)),
  );
}

/** Of several documents it is told how many failed, and of the first why. */
function oneFault(faults: ReadonlyMap<PageFile, unknown>, total: number): unknown {
  const [first] = faults;
  if (first === undefined) return null;
  const [{ path }, fault] = first;
  if (total === 1) return fault;
  const why = fault instanceof Error ? fault.message : String(fault);
  return new InputError(
    `${faults.size} of ${total} PDFs could not be made; all else is written. ${path}.pdf: ${why.split('\n', 1)[0] ?? ''}`,
    { cause: fault },
  );
}
