import type { BenchmarkVersion, ControlResult, Outcome, Report } from '../report/model.js';
import { printable, type Style, type Terminal } from './terminal.js';

const WORDS: Readonly<Record<Outcome, { readonly mark: string; readonly word: string; readonly style: Style }>> = {
  pass: { mark: '\u2713', word: 'met', style: 'green' },
  fail: { mark: '\u2717', word: 'not met', style: 'red' },
  'not-assessed': { mark: '\u25cc', word: 'not assessed', style: 'yellow' },
  'not-applicable': { mark: '-', word: 'not applicable', style: 'dim' },
  manual: { mark: '?', word: 'manual', style: 'dim' },
};

/** The verdict as a table, an account after the other, and what was written. */
export function printVerdict(report: Report, written: readonly string[], terminal: Terminal): void {
  for (const account of report.accounts) {
    const who = account.alias === null ? account.id : `${account.id} (${account.alias})`;
    terminal.out(terminal.paint('bold', `Account ${printable(who)}, state of ${minute(account.startedAt)}`));
    const lens = report.lens === 'benchmark' ? ', by its audit steps alone' : '';
    terminal.out(terminal.paint('dim', `${report.benchmark.name} ${report.benchmark.version}${lens}`));
    terminal.out('');
    const own = report.controls.filter((one) => one.account === account.id);
    for (const control of own.filter((one) => one.benchmark === report.benchmark.version)) printRow(control, terminal);
    terminal.out('');
  }
  const [own, ...others] = report.benchmarks;
  if (own !== undefined) terminal.out(terminal.paint('bold', `${counted(own)}.`));
  for (const other of others) terminal.out(`Under ${other.version}: ${counted(other)}.`);
  if (written.length > 0) {
    terminal.out('');
    terminal.out('Written:');
    for (const path of written) terminal.out(`  ${printable(path)}`);
  }
}

function counted({ summary: { pass, fail, 'not-assessed': open } }: BenchmarkVersion): string {
  return `${pass} met, ${fail} not met, ${open} not assessed`;
}

const MOST_NAMES = 3;

function printRow(control: ControlResult, terminal: Terminal): void {
  const { mark, word, style } = WORDS[control.outcome];
  const status = terminal.paint(style, `${mark} ${word.padEnd(13)}`);
  terminal.out(`  ${control.id.padEnd(5)} ${control.shortTitle.padEnd(46)} ${status} ${detail(control)}`.trimEnd());
}

/** Of what is amiss, the one thing to know. */
function detail(control: ControlResult): string {
  if (control.outcome === 'pass') return '';
  const lost = control.coverage?.missed.filter((event) => event.state === 'lost') ?? [];
  const total = control.coverage?.required.length ?? 0;
  const reason = control.reasons.find((one) => one.effect === (control.outcome === 'fail' ? 'breaks' : 'hides'));
  if (lost.length > 0 && lost.length < total) {
    const names = lost.slice(0, MOST_NAMES).map((event) => event.id);
    const more = lost.length > names.length ? ` and ${lost.length - names.length} more` : '';
    return printable(`nobody hears of ${names.join(', ')}${more}`);
  }
  return reason === undefined ? '' : printable(reason.message.replace(/\.$/, ''));
}

function minute(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`;
}
