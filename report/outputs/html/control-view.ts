import { clock, counted, figure, fill, type Locale } from '../../language/locale.js';
import type {
  AccountSummary,
  Chain,
  ControlResult,
  EvidenceRef,
  LedgerEntry,
  MissedEvent,
  Outcome,
  Reason,
  Report,
  RequiredEvent,
} from '../../model.js';
import { chainNodes, hasRow, linkAnchor } from './chain-nodes.js';
import { peopleView } from './engagement-view.js';
import type { Markup } from './markup.js';
import { drawnLinks, linksOf, miniPathOf, type PathLink, pathLabel, pathOf } from './path.js';
import { stepsFor } from './plan-view.js';
import { differences, inReadingOrder, recordText } from './record.js';
import { chainPicture, legendSquare, outcomeMark } from './svg.js';
import { block, inline, type LongTexts, visible, withCode } from './text.js';
import type {
  ControlView,
  EventRow,
  EvidenceRow,
  Levels,
  MetControlView,
  OutcomeView,
  PathLine,
  PathRow,
  ReasonView,
} from './view-model.js';

/** What the parts of one document share. */
export interface Drafting {
  /** Of a report; other documents have none. */
  readonly lens?: Report['lens'];
  readonly locale: Locale;
  readonly long: LongTexts;
}

/** Where a control stands in the document. */
export interface Place {
  readonly anchor: string;
  readonly levels: Levels;
  /** Number among the findings; null for a control that is none. */
  readonly finding: number | null;
  readonly account: AccountSummary;
  /** Prefix of the account's anchors. */
  readonly prefix: string;
}

/** More of them say nothing new. */
const RESOURCES_SHOWN = 12;
const OTHER_WITNESSES = 8;

/** From 2.0.0 the benchmark accepts other means than CloudWatch for its manual controls, so a fail is one of this path. */
export function onlyThroughCloudWatch(control: ControlResult): boolean {
  return control.outcome === 'fail' && control.assessment === 'Manual' && control.coverage !== null;
}

export function outcomeView(locale: Locale, control: ControlResult): OutcomeView {
  const outcome: Outcome = control.outcome;
  const label = onlyThroughCloudWatch(control) ? locale.failThroughCloudWatch : locale.outcomes[outcome];
  return { kind: outcome, mark: outcomeMark(outcome), label };
}

function overOf({ locale }: Drafting, control: ControlResult, place: Place): readonly Markup[] {
  return [
    ...(place.finding === null ? [] : [inline(fill(locale.control.finding, { number: place.finding }))]),
    inline(fill(locale.control.level, { level: control.level })),
    inline(control.assessment),
  ];
}

function reasonView({ locale, long }: Drafting, reason: Reason): ReasonView {
  const bases = { benchmark: locale.control.basisBenchmark, effectiveness: locale.control.basisEffectiveness };
  // Other identifiers are our own, made of names that the sentence has already.
  const others = reason.resources.filter(({ id }) => id.startsWith('arn:') && !reason.message.includes(id));
  const hidden = others.length - RESOURCES_SHOWN;
  return {
    message: long.sentence(reason.message),
    // That a call is missing is no matter of whose rule it breaks.
    basis: { breaks: bases[reason.basis], hides: '', remark: locale.control.basisRemark }[reason.effect],
    resources: others.slice(0, RESOURCES_SHOWN).map((resource) => long.name(resource.id)),
    more: hidden > 0 ? fill(locale.control.moreResources, { count: hidden }) : null,
  };
}

/** Seen events in one row, missed ones in a row for each link that loses them. */
function eventRows({ locale, long }: Drafting, control: ControlResult): readonly EventRow[] {
  const coverage = control.coverage;
  if (coverage === null) return [];
  const rows: EventRow[] = [];
  const names = (events: readonly RequiredEvent[]) => events.map((event) => long.name(event.id));
  if (coverage.covered.length > 0) {
    rows.push({ kind: 'seen', label: locale.control.seen, events: names(coverage.covered) });
  }
  const groups = new Map<string, MissedEvent[]>();
  for (const event of coverage.missed) {
    const key = `${event.state} ${event.lostAt}`;
    groups.set(key, [...(groups.get(key) ?? []), event]);
  }
  for (const group of groups.values()) {
    const first = group[0];
    if (first === undefined) continue;
    rows.push({ kind: first.state, label: missedLabel(locale, first), events: names(group) });
  }
  return rows;
}

function missedLabel(locale: Locale, event: MissedEvent): string {
  const words = locale.control;
  const link = locale.linksInSentence[event.lostAt];
  if (event.lostAt === 'event') return event.state === 'lost' ? words.lostAtEvent : words.unseenAtEvent;
  return fill(event.state === 'lost' ? words.lostAt : words.unseenAt, { link });
}

/** Only for conditions that are not simply the name of the event. */
function conditionsOf({ long }: Drafting, control: ControlResult): ControlView['conditions'] {
  return (control.coverage?.required ?? [])
    .filter((event) => event.eventName === null)
    .map((event) => ({ id: long.name(event.id), condition: long.sentence(event.condition) }));
}

function witnessesOf(drafting: Drafting, control: ControlResult): Pick<ControlView, 'witness' | 'otherWitnesses'> {
  const { locale } = drafting;
  const shown = (control.coverage?.missed ?? [])
    .flatMap(({ witness, ...event }) => (witness === null ? [] : [{ ...event, witness }]))
    .sort((one, other) => Number(one.state === 'unseen') - Number(other.state === 'unseen'));
  const [first, ...rest] = shown;
  if (first === undefined) return { witness: null, otherWitnesses: null };
  const others = rest.filter((event) => event.state === 'lost');
  return {
    witness: {
      title: first.state === 'lost' ? locale.control.witness : locale.control.witnessOpen,
      kind: first.state,
      json: block(recordText(inReadingOrder(first.witness))),
      check: withCode(locale.control.witnessCheck),
    },
    otherWitnesses: others.length === 0 ? null : otherWitnesses(drafting, first.witness, others),
  };
}

type Witnessed = RequiredEvent & { readonly witness: Readonly<Record<string, unknown>> };

/** The first record stands in full; of the others, what is different in them. */
function otherWitnesses(
  { locale, long }: Drafting,
  first: Witnessed['witness'],
  others: readonly Witnessed[],
): ControlView['otherWitnesses'] {
  const left = others.slice(OTHER_WITNESSES).map((event) => event.id);
  return {
    lead: counted(locale, locale.control.witnessOthers, others.length),
    items: others.slice(0, OTHER_WITNESSES).map((event) => {
      const { different, lacking } = differences(first, event.witness);
      const without =
        lacking.length === 0 ? '' : `\n${fill(locale.control.witnessWithout, { members: lacking.join(', ') })}`;
      return { id: long.name(event.id), json: block(`${recordText(different, 66)}${without}`) };
    }),
    rest: left.length === 0 ? null : long.sentence(fill(locale.control.witnessRest, { events: left.join(', ') })),
  };
}

function pathRows({ locale, long }: Drafting, path: readonly PathLink[], anchor: string): readonly PathRow[] {
  return path.filter(hasRow).map((link) => ({
    anchor: linkAnchor(anchor, link.kind),
    square: legendSquare(link.state),
    state: link.state,
    link: locale.links[link.kind],
    name: link.name === '' ? null : long.name(link.name),
    id: link.id.startsWith('arn:') && link.id !== link.name ? long.name(link.id) : null,
    region: link.region === null ? null : long.name(link.region),
    stateLabel: locale.states[link.state],
  }));
}

function pathLine({ locale, long }: Drafting, chain: Chain, control: ControlResult): PathLine {
  const path = linksOf(chain);
  const required = control.coverage?.required.length ?? 0;
  const stop = path.find((link) => link.state !== 'holds' && link.state !== 'partial');
  const sees = { seen: chain.matches.length, required };
  const words = locale.control;
  let state = '';
  if (stop?.state === 'broken') state = fill(words.pathBreaks, { link: locale.linksInSentence[stop.kind] });
  else if (stop?.state === 'unseen') state = fill(words.pathUnseen, { link: locale.linksInSentence[stop.kind] });
  else if (chain.matches.length < required) state = fill(words.pathPart, sees);
  return {
    mini: miniPathOf(locale, path),
    names: path.filter((link) => link.kind !== 'event' && link.name !== '').map((link) => long.name(link.name)),
    state,
  };
}

function ledgerResult(locale: Locale, call: LedgerEntry): string {
  const words = locale.appendix;
  if (call.answered && call.error !== null) return fill(words.absent, { name: call.error.name });
  if (call.outcome !== 'ok') {
    const outcome = words.outcomes[call.outcome];
    return call.error === null ? outcome : fill(locale.labelled, { label: outcome, text: call.error.name });
  }
  return fill(words.result, {
    pages: counted(locale, words.pages, call.pages),
    items: counted(locale, words.items, call.items),
  });
}

export { ledgerResult };

function evidenceRow({ locale, long }: Drafting, reference: EvidenceRef, place: Place): EvidenceRow {
  const call = place.account.calls.find((entry) => entry.index === reference.index);
  const common = { call: long.name(reference.operation), region: long.name(reference.region) };
  if (reference.account !== place.account.id) {
    // What leads into another account was answered there: the same number here is another call.
    const account = visible(groupedAccount(reference.account));
    const result = long.name(fill(locale.control.otherLedger, { account }));
    return { ...common, time: long.name(''), result, number: `#${reference.index}`, href: null };
  }
  return {
    ...common,
    time: long.name(call === undefined ? '' : fill(locale.seconds, { time: clock(locale, call.startedAt, true) })),
    result: long.name(call === undefined ? '' : ledgerResult(locale, call)),
    number: `#${reference.index}`,
    href: `#${place.prefix}call-${reference.index}`,
  };
}

/** The section of a control that is not simply met. */
export function controlView(drafting: Drafting, control: ControlResult, place: Place): ControlView {
  const { locale, long } = drafting;
  const path = pathOf(control);
  const reasons = (remark: boolean) =>
    control.reasons
      .filter((reason) => (reason.effect === 'remark') === remark)
      .map((reason) => reasonView(drafting, reason));
  const others = control.chains.slice(1);
  return {
    anchor: place.anchor,
    levels: place.levels,
    over: overOf(drafting, control, place),
    outcome: outcomeView(locale, control),
    id: long.name(control.id),
    title: long.name(control.shortTitle),
    asks: long.sentence(control.asks),
    criterion: long.sentence(control.title),
    headline: long.sentence(control.headline),
    rationale: long.sentence(control.rationale),
    evidenced: control.coverage !== null || control.evidence.length > 0,
    chain:
      path.length === 0
        ? null
        : chainPicture(
            drawnLinks(locale, control, path),
            fill(locale.control.chainLabel, { links: pathLabel(locale, path) }),
          ),
    nodes: chainNodes(locale, control, path, place.anchor),
    noPath: control.coverage !== null && path.length === 0,
    events: eventRows(drafting, control),
    conditions: conditionsOf(drafting, control),
    ...witnessesOf(drafting, control),
    why: reasons(false),
    remarks: reasons(true),
    remediation:
      control.remediation === null
        ? null
        : {
            summary: long.sentence(control.remediation.summary),
            script: control.remediation.script === null ? null : block(control.remediation.script.trimEnd()),
          },
    planSteps: stepsFor(place.account.plan, control.slug, place.prefix).map(({ number, anchor }) => ({
      label: fill(locale.control.planStep, { number: figure(locale, number) }),
      anchor,
    })),
    path: control.chains.length === 0 ? [] : pathRows(drafting, path, place.anchor),
    otherPaths:
      others.length === 0
        ? null
        : {
            lead: counted(locale, locale.control.otherPaths, others.length),
            lines: others.map((chain) => pathLine(drafting, chain, control)),
          },
    notes: (control.coverage?.notes ?? []).map((note) => long.sentence(note)),
    evidence: control.evidence.map((reference) => evidenceRow(drafting, reference, place)),
    people: peopleView(drafting, control),
  };
}

/** The few lines of a control that is met. */
export function metControlView(drafting: Drafting, control: ControlResult, place: Place): MetControlView {
  const { locale, long } = drafting;
  const required = control.coverage?.required ?? [];
  const working = control.chains.filter((chain) => chain.state === 'working');
  return {
    anchor: place.anchor,
    levels: place.levels,
    over: overOf(drafting, control, place),
    outcome: outcomeView(locale, control),
    id: long.name(control.id),
    title: long.name(control.shortTitle),
    headline: long.sentence(control.headline),
    seen: required.length === 0 ? null : counted(locale, locale.control.allSeen, required.length),
    events: required.map((event) => long.name(event.id)),
    paths: working.map((chain) => pathLine(drafting, chain, control)),
    remarks: control.reasons
      .filter((reason) => reason.effect === 'remark')
      .map((reason) => reasonView(drafting, reason)),
    notes: (control.coverage?.notes ?? []).map((note) => long.sentence(note)),
    evidence: control.evidence.map((reference) => evidenceRow(drafting, reference, place)),
  };
}

/** The mini path of a control for its row in the summary; null where a control is not about events. */
export function summaryPath(locale: Locale, control: ControlResult): Markup | null {
  const path = pathOf(control);
  return path.length === 0 ? null : miniPathOf(locale, path);
}

/** Plain text of an account for places that take no markup. */
export function accountText(account: AccountSummary): string {
  const id = visible(groupedAccount(account.id));
  return account.alias === null ? id : `${visible(account.alias)} ${id}`;
}

/** "1111 2222 3333"; anything but twelve figures as it stands. */
export function groupedAccount(id: string): string {
  return /^\d{12}$/.test(id) ? id.replace(/(\d{4})(?=\d)/g, '$1 ') : id;
}
