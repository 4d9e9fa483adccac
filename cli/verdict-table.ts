import { dateAndTime, fill, type Locale, localeOf } from '../report/language/locale.js';
import type { BenchmarkVersion, ControlResult, Outcome, Report } from '../report/model.js';
import { printable, type Style, type Terminal } from './terminal.js';

const SIGNS: Readonly<Record<Outcome, { readonly mark: string; readonly style: Style }>> = {
  pass: { mark: '\u2713', style: 'green' },
  fail: { mark: '\u2717', style: 'red' },
  'not-assessed': { mark: '\u25cc', style: 'yellow' },
  'not-applicable': { mark: '-', style: 'dim' },
  manual: { mark: '?', style: 'dim' },
};

/** The verdict as a table, an account after the other, and what was written. */
export function printVerdict(report: Report, written: readonly string[], terminal: Terminal): void {
  const locale = localeOf(report.language);
  const words = locale.terminal;
  for (const account of report.accounts) {
    const who = account.alias === null ? account.id : `${account.id} (${account.alias})`;
    const head = fill(words.account, { account: who, time: dateAndTime(locale, account.startedAt) });
    terminal.out(terminal.paint('bold', printable(head)));
    const lens = report.lens === 'benchmark' ? words.byTheBook : '';
    terminal.out(terminal.paint('dim', `${report.benchmark.name} ${report.benchmark.version}${lens}`));
    terminal.out('');
    const own = report.controls.filter(
      (one) => one.account === account.id && one.benchmark === report.benchmark.version,
    );
    const wide = Math.max(0, ...own.map((control) => control.shortTitle.length));
    for (const control of own) printRow(locale, control, wide, terminal);
    terminal.out('');
  }
  const [own, ...others] = report.benchmarks;
  if (own !== undefined) terminal.out(terminal.paint('bold', fill(words.own, { counts: counts(locale, own) })));
  for (const other of others) {
    terminal.out(fill(words.other, { version: other.version, counts: counts(locale, other) }));
  }
  if (written.length > 0) {
    terminal.out('');
    terminal.out(words.written);
    for (const path of written) terminal.out(`  ${printable(path)}`);
  }
}

function counts({ terminal }: Locale, { summary }: BenchmarkVersion): string {
  return fill(terminal.counts, { met: summary.pass, notMet: summary.fail, open: summary['not-assessed'] });
}

const MOST_NAMES = 3;

function printRow(locale: Locale, control: ControlResult, wide: number, terminal: Terminal): void {
  const { mark, style } = SIGNS[control.outcome];
  const word = locale.outcomes[control.outcome];
  const widest = Math.max(...Object.values(locale.outcomes).map((one) => one.length));
  const status = terminal.paint(style, `${mark} ${word.padEnd(widest)}`);
  const title = control.shortTitle.padEnd(wide);
  terminal.out(`  ${control.id.padEnd(5)} ${title} ${status} ${detail(locale, control)}`.trimEnd());
}

/** Of what is amiss, the one thing to know. */
function detail({ terminal: words }: Locale, control: ControlResult): string {
  if (control.outcome === 'pass') return '';
  const lost = control.coverage?.missed.filter((event) => event.state === 'lost') ?? [];
  const total = control.coverage?.required.length ?? 0;
  const reason = control.reasons.find((one) => one.effect === (control.outcome === 'fail' ? 'breaks' : 'hides'));
  if (lost.length > 0 && lost.length < total) {
    const names = lost.slice(0, MOST_NAMES).map((event) => event.id);
    const count = lost.length - names.length;
    const text = count > 0 ? words.nobodyHearsMore : words.nobodyHears;
    return printable(fill(text, { events: names.join(', '), count }));
  }
  return reason === undefined ? '' : printable(reason.message.replace(/\.$/, ''));
}
