import type { History } from '../../report/compare/history.js';
import { HistoryBook } from '../../report/compare/history-book.js';
import type { Lens } from '../../report/evaluate/lens.js';
import type { Outcome } from '../../report/model.js';
import { inLanguage } from '../../report/outputs/document-name.js';
import { renderHistoryHtml } from '../../report/outputs/history-html.js';
import { renderHistoryJson } from '../../report/outputs/history-json.js';
import { renderHistoryMarkdown } from '../../report/outputs/history-markdown.js';
import { renderHistoryText } from '../../report/outputs/history-text.js';
import type { Lang, Paper } from '../../report/outputs/html.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { type DocumentOptions, ensureRoom, makeDocuments, parseDocumentFormats } from '../make-documents.js';
import { eachSnapshot } from '../read-snapshots.js';
import { reportTime } from '../report-time.js';
import type { Terminal } from '../terminal.js';
import { FILE_PEN, penOf } from '../text-pen.js';
import { TOOL } from '../tool.js';
import { type FailOn, parseBenchmark } from './diff.js';

export interface HistoryCommandOptions extends DocumentOptions {
  readonly benchmark: string;
  readonly lens: Lens;
  readonly lang: Lang;
  readonly paper: Paper;
  readonly failOn: FailOn;
}

/** Progress is told once for this many snapshots. */
const EVERY = 500;

/** Reads snapshots one after the other, of any number of accounts, and tells how each account fared. */
export async function runHistory(
  sources: readonly string[],
  options: HistoryCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const formats = parseDocumentFormats(options);
  const benchmark = parseBenchmark(options.benchmark);
  const generatedAt = reportTime();
  const name = inLanguage('history', options.lang);
  await ensureRoom(formats, name, options);
  const book = new HistoryBook({ benchmark, lens: options.lens, language: options.lang });
  let count = 0;
  for await (const read of eachSnapshot(sources)) {
    book.add(read);
    count += 1;
    if (count % EVERY === 0) terminal.progress(`${count} of ${read.total} snapshots read`);
  }
  const history = book.finish({ tool: TOOL, generatedAt });
  await makeDocuments(
    formats,
    {
      name,
      time: generatedAt,
      screen: () => renderHistoryText(history, penOf(terminal)),
      text: () => `${renderHistoryText(history, FILE_PEN).join('\n')}\n`,
      json: () => renderHistoryJson(history),
      markdown: () => renderHistoryMarkdown(history),
      html: () => renderHistoryHtml(history, { paper: options.paper }),
    },
    options,
    terminal,
  );
  return exitCodeOf(history, options.failOn);
}

/**
 * Of each account the latest snapshot counts: what regressed in it. A control that was met when it was last assessed
 * regressed also where snapshots in between could not tell.
 */
export function exitCodeOf({ accounts }: History, failOn: FailOn): ExitCode {
  const latest = accounts.flatMap(({ steps, dates }) => steps.filter(({ to }) => to === dates.length - 1));
  const lost = latest.some(({ controls }) => controls.some(({ events }) => events.lost.length > 0));
  const regressed = accounts.some(({ controls }) =>
    controls.some(({ now, outcomes }) => now === 'fail' && lastAssessed(outcomes.slice(0, -1)) === 'pass'),
  );
  const findings = lost || regressed;
  return (failOn === 'regressed' && findings) || (failOn === 'any' && latest.length > 0) ? EXIT.findings : EXIT.ok;
}

function lastAssessed(outcomes: readonly Outcome[]): Outcome | undefined {
  return outcomes.findLast((outcome) => outcome === 'pass' || outcome === 'fail');
}
