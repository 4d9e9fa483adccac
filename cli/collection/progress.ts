// How a collection looks while it runs: on a terminal a line with a bar for each account, elsewhere plain lines.
import { MultiBar, type SingleBar } from 'cli-progress';
import type { Progress } from '../../collect/collect-account.js';
import type { Call } from '../../snapshot/schema.js';
import { printable, type Terminal } from '../terminal.js';

export interface AccountProgress {
  readonly onCall: (progress: Progress) => void;
  /** The account has ended; the word says how. */
  readonly end: (word: string) => void;
}

export interface ProgressView {
  readonly account: (name: string) => AccountProgress;
  /** Shows a line without tearing the bars. */
  readonly say: (line: string) => void;
  readonly stop: () => void;
}

/** Bars where a person watches, lines where a file does, nothing under --quiet. */
export function openProgress(
  terminal: Terminal,
  options: { readonly quiet: boolean; readonly tty: boolean },
): ProgressView {
  return options.tty && !options.quiet ? barView(terminal) : lineView(terminal);
}

const FORMAT = '{account} {bar} {value} of {total} calls, {denied} denied, {throttled} throttled, {left}';

function barView(terminal: Terminal): ProgressView {
  const bars = new MultiBar({
    format: FORMAT,
    stream: process.stderr,
    // A line is cut off at the edge of the terminal, often after 80 characters.
    barsize: 16,
    barCompleteChar: '#',
    barIncompleteChar: '-',
    hideCursor: true,
    // The program itself decides what an interruption leads to.
    gracefulExit: false,
  });
  return {
    account: (name) => {
      const counts = { denied: 0, throttled: 0 };
      let label = name;
      const payload = () => ({ account: printable(label), ...counts });
      const started = Date.now();
      const bar: SingleBar = bars.create(1, 0, { ...payload(), left: 'starting' });
      return {
        onCall: ({ call, done, known }) => {
          if (call.outcome.kind === 'denied') counts.denied += 1;
          counts.throttled += call.trace.throttles;
          if (name === '') label = accountOf(call) ?? label;
          bar.setTotal(Math.max(known, 1));
          bar.update(done, { ...payload(), left: timeLeft(Date.now() - started, done, known) });
        },
        end: (word) => bar.update({ ...payload(), left: word }),
      };
    },
    say: (line) => {
      bars.log(`${printable(line)}\n`);
      bars.update();
    },
    stop: () => {
      bars.stop();
      terminal.progress('');
    },
  };
}

/** The account that the credentials turned out to be of. */
function accountOf({ operation, outcome }: Call): string | null {
  return operation === 'GetCallerIdentity' && outcome.kind === 'ok' ? String(outcome.answer['Account']) : null;
}

/** A guess from the calls so far. More calls become known on the way, so that it may grow. */
function timeLeft(elapsed: number, done: number, known: number): string {
  const seconds = Math.ceil((elapsed / Math.max(done, 1)) * ((known - done) / 1000));
  return seconds > 90 ? `about ${Math.round(seconds / 60)} min left` : `about ${seconds} s left`;
}

const PROGRESS_STEP = 50;

function lineView(terminal: Terminal): ProgressView {
  return {
    account: (name) => {
      const counts = { denied: 0, throttled: 0 };
      return {
        onCall: ({ call, done, known }) => {
          if (call.outcome.kind === 'denied') counts.denied += 1;
          counts.throttled += call.trace.throttles;
          if (call.operation === 'GetCallerIdentity' && call.outcome.kind === 'ok') {
            const { Account, Arn } = call.outcome.answer;
            terminal.progress(`reading account ${String(Account)} as ${String(Arn)}`);
          } else if (done % PROGRESS_STEP === 0) {
            terminal.progress(
              `${name}${name === '' ? '' : ': '}${done} of ${known} calls so far, ${counts.denied} denied, ${counts.throttled} throttled`,
            );
          }
        },
        end: () => {},
      };
    },
    say: (line) => terminal.progress(line),
    stop: () => {},
  };
}
