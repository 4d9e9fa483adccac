// Sentences of a comparison, plain text: each output escapes for its own target.

import type {
  AccountDiff,
  CallChange,
  Cause,
  ControlChange,
  Diff,
  EventChange,
  FieldChange,
  Note,
  ResourceRef,
  UnreadResource,
  UnsettledEvent,
} from '../../compare/diff.js';
import { OWN } from '../../compare/nameless.js';
import { counted, fill, type Locale, numberWord, sentenceCase } from '../../language/locale.js';
import type { LinkKind } from '../../model.js';
import { cut } from '../html/text.js';

/** More names in one sentence say nothing new. */
const MOST_NAMES = 6;
const LONGEST_VALUE = 300;
/** The members of a call's input that name the thing asked about: two such calls differ in nothing else. */
const ASKED_ABOUT = ['Name', 'TrailName', 'logGroupNamePrefix', 'logGroupName', 'TopicArn'];

/** What a manager repeats in a meeting. */
export function leadOf(locale: Locale, { summary, accounts }: Pick<Diff, 'summary' | 'accounts'>): string {
  const words = locale.diff;
  if (accounts.length === 0) return words.leadNoAccount;
  const { fixed, regressed, changed, unchanged } = summary.controls;
  const say = (forms: { readonly one: string; readonly other: string }, count: number): string => {
    const total = numberWord(locale, fixed + regressed + changed + unchanged);
    return sentenceCase(locale, counted(locale, forms, count, { word: numberWord(locale, count), total }));
  };
  if (regressed > 0) {
    return [say(words.leadRegressed, regressed), ...(fixed > 0 ? [say(words.leadAlso, fixed)] : [])].join(' ');
  }
  if (summary.events.lost > 0) return say(words.leadLost, summary.events.lost);
  if (fixed > 0) return say(words.leadFixed, fixed);
  return changed > 0 ? say(words.leadChanged, changed) : words.leadNothing;
}

export function resourceText(locale: Locale, { kind, name }: Pick<ResourceRef, 'kind' | 'name'>): string {
  return `${locale.diff.resourceKinds[kind]} ${name}`;
}

export function noteText(locale: Locale, { code, values }: Note): string {
  return fill(locale.diff.notes[code], { account: OWN, ...values });
}

/** What became of the control's events, and why: a line for each. */
export function controlLines(locale: Locale, control: ControlChange): readonly string[] {
  if (control.change === 'unchanged') return [];
  const causes = control.causes.map((cause) => fill(locale.diff.because, { cause: causeText(locale, cause) }));
  return [...eventLines(locale, control.events), ...(causes.length === 0 ? [locale.diff.noCause] : causes)];
}

/** Which events were lost or gained, and at which link: a line for each link. */
export function eventLines(locale: Locale, { gained, lost, unsettled }: ControlChange['events']): readonly string[] {
  const words = locale.diff;
  return [
    ...grouped(lost, place(locale)).map(([link, events]) => fill(words.lost, { events: names(events), link })),
    ...grouped(gained, place(locale)).map(([link, events]) => fill(words.gained, { events: names(events), link })),
    ...grouped(
      unsettled,
      ({ link, before, after }: UnsettledEvent) => `${linkName(locale, link)}|${before}|${after}`,
    ).map(([, events]) => {
      const [first] = events;
      if (first === undefined) return '';
      const link = linkName(locale, first.link);
      if (first.after === 'unseen') return fill(words.unsettledAfter, { events: names(events), link });
      const standing = words.standings[first.after];
      return fill(words.unsettledBefore, { events: names(events), link, standing });
    }),
  ];
}

function place(locale: Locale): (event: EventChange) => string {
  return ({ link, resource }) => `${linkName(locale, link)}${resource === null ? '' : ` ${resource.name}`}`;
}

function linkName(locale: Locale, link: LinkKind): string {
  return locale.linksInSentence[link];
}

function names(events: readonly { readonly id: string }[]): string {
  const shown = events.slice(0, MOST_NAMES).map(({ id }) => id);
  return [...shown, ...(events.length > shown.length ? [`+${events.length - shown.length}`] : [])].join(', ');
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly [string, readonly T[]])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups];
}

export function causeText(locale: Locale, cause: Cause): string {
  const words = locale.diff.causes;
  switch (cause.kind) {
    case 'configuration': {
      const resource = resourceText(locale, cause.resource);
      return cause.paths.length > 0
        ? fill(words.configurationFields, { resource, fields: cause.paths.join(', ') })
        : fill(words.configuration, { resource, change: locale.diff.resources[cause.change] });
    }
    case 'permission': {
      return fill(cause.after === 'denied' ? words.permissionLost : words.permissionGained, callValues(locale, cause));
    }
    case 'evidence':
      return fill(words.evidence, callValues(locale, cause));
    case 'state':
      return fill(words.state, {
        resource: resourceText(locale, cause.resource),
        before: valueText(locale, cause.before),
        after: valueText(locale, cause.after),
      });
    case 'benchmark':
      return fill(words.benchmark, { before: cause.before, after: cause.after });
    case 'tool':
      return fill(words.tool, { before: cause.before, after: cause.after });
    case 'waiver':
      if (cause.before === null) return fill(words.waiverLaid, { waiver: cause.after ?? '' });
      if (cause.after === null) return fill(words.waiverGone, { waiver: cause.before });
      return fill(words.waiver, { before: cause.before, after: cause.after });
  }
}

function callValues(locale: Locale, { operation, region, input, before, after }: CallChange) {
  const status = locale.diff.callStatus;
  const about = ASKED_ABOUT.flatMap((name) => (typeof input[name] === 'string' ? [input[name]] : []));
  const [what] = about.map((text) => text.split(':').at(-1) ?? text);
  return {
    operation: what === undefined ? operation : fill(locale.diff.callAbout, { operation, what }),
    region,
    before: status[before],
    after: status[after],
  };
}

export function callText(locale: Locale, call: CallChange): string {
  return fill(locale.diff.callLine, callValues(locale, call));
}

export function unreadText(locale: Locale, one: UnreadResource): string {
  const why = one.why === 'not-stored' ? locale.diff.notStored : locale.diff.callStatus[one.why];
  const form = one.readIn === 'before' ? locale.diff.unreadBefore : locale.diff.unreadAfter;
  return fill(form, { resource: resourceText(locale, one), why });
}

/** A value of AWS's answer on one line; long ones are cut, the JSON has them whole. */
export function valueText(locale: Locale, value: unknown): string {
  if (value === null || value === undefined) return locale.diff.nothing;
  return cut(typeof value === 'string' ? value : JSON.stringify(value), LONGEST_VALUE);
}

/** What became of a field: the two values, or for a filter pattern what its change means. */
export function fieldLines(locale: Locale, field: FieldChange): readonly string[] {
  const words = locale.diff;
  const values = `${valueText(locale, field.before)} ${words.arrow} ${valueText(locale, field.after)}`;
  if (field.pattern === undefined) return [values];
  const { meaning, added, removed } = field.pattern;
  if (meaning === 'same') return [words.sameMeaning, values];
  if (meaning === 'unknown') return [words.unknownMeaning, values];
  return [
    ...removed.map((condition) => fill(words.conditionRemoved, { condition: cut(condition, LONGEST_VALUE) })),
    ...added.map((condition) => fill(words.conditionAdded, { condition: cut(condition, LONGEST_VALUE) })),
  ];
}

/** "regressed", "newly assessed" ... */
export function changeText(locale: Locale, { change, assessed }: ControlChange): string {
  return assessed === null ? locale.diff.change[change] : locale.diff.assessed[assessed];
}

export function outcomeText(locale: Locale, outcome: ControlChange['before']): string {
  return outcome === null ? locale.diff.noControl : locale.outcomes[outcome];
}

/** What changed first: worst on top, in the benchmark's order. */
export function changedControls({ controls }: AccountDiff): readonly ControlChange[] {
  const order = ['regressed', 'changed', 'fixed'] as const;
  return order.flatMap((change) => controls.filter((one) => one.change === change));
}

export function accountName({ account, alias, before, after }: AccountDiff): string {
  if (before.account !== after.account) return `${before.account} ${'/'} ${after.account}`;
  return alias === null ? account : `${account} (${alias})`;
}
