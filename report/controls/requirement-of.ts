import type { BenchmarkEntry } from '../benchmarks/benchmark.js';
import type { Pattern } from '../filter-pattern/ast.js';
import { parse } from '../filter-pattern/parser.js';
import type { Requirement } from '../filter-pattern/requirement.js';
import type { EventControl } from './control.js';

const made = new WeakMap<BenchmarkEntry, Requirement>();

/**
 * What a control requires in a benchmark version: the version's accepted patterns, or the control's own where that
 * stands in their place. The same object for the same entry, so that what is derived from it can be kept.
 *
 * @throws Error when a pattern of ours does not parse, which is a fault of ours.
 */
export function requirementOf(control: EventControl, entry: BenchmarkEntry): Requirement {
  let requirement = made.get(entry);
  if (requirement === undefined) {
    const texts = control.requires === undefined ? entry.patterns.map((pattern) => pattern.text) : [control.requires];
    requirement = { alternatives: texts.map((text) => parsed(control.slug, text)), eventSource: control.eventSource };
    made.set(entry, requirement);
  }
  return requirement;
}

function parsed(slug: string, text: string): Pattern {
  const result = parse(text);
  if (result.kind === 'parsed') return result.pattern;
  throw new Error(`the required pattern of ${slug} does not parse: ${result.error.message}`);
}
