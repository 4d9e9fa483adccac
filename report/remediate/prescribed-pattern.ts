import type { BenchmarkEntry } from '../benchmarks/benchmark.js';
import type { EventControl } from '../controls/control.js';
import { requirementOf } from '../controls/requirement-of.js';
import { cover } from '../filter-pattern/cover.js';
import { parse } from '../filter-pattern/parser.js';
import { print } from '../filter-pattern/print.js';

const made = new WeakMap<BenchmarkEntry, Prescribed>();

interface Prescribed {
  readonly text: string;
  /** The benchmark's own text is not used, because it matches far more than the control is about. */
  readonly instead: boolean;
}

/**
 * The pattern to put in: that of the version's remediation steps, else of its audit steps, in our one spelling. Where the
 * published text matches nearly every event (unauthorized API calls in 1.3.0 to 1.5.0), the form that means what the
 * control is about.
 */
export function prescribedPattern(control: EventControl, entry: BenchmarkEntry): string {
  return prescribed(control, entry).text;
}

/** Whether the pattern stands in the place of a published one that matches nearly every event. */
export function replacesPublished(control: EventControl, entry: BenchmarkEntry): boolean {
  return prescribed(control, entry).instead;
}

function prescribed(control: EventControl, entry: BenchmarkEntry): Prescribed {
  let known = made.get(entry);
  if (known === undefined) {
    const published = (entry.patterns.find(({ role }) => role === 'remediation') ?? entry.patterns[0])?.text ?? '';
    const instead = control.requires !== undefined && !isGood(control, entry, published);
    known = { text: canonical(instead ? (control.requires ?? published) : published), instead };
    made.set(entry, known);
  }
  return known;
}

/** Whether it sees what the control requires, and little else. */
function isGood(control: EventControl, entry: BenchmarkEntry, pattern: string): boolean {
  const facts = { account: '111122223333', partition: 'aws', region: 'us-east-1', time: '2025-01-01T00:00:00Z' };
  const filters = [{ id: 'published', parsed: parse(pattern) }];
  const { verdict, overbroad } = cover({ requirement: requirementOf(control, entry), filters, facts });
  return verdict === 'covers' && overbroad === null;
}

function canonical(text: string): string {
  const parsed = parse(text);
  return parsed.kind === 'parsed' ? print(parsed.pattern) : text;
}
