// What a finding says, line by line, for the formats that have room for plain text only.
import type { Attestation, ControlResult, LinkKind, MissedEvent, Outcome, Waiver } from '../../model.js';
import { visible } from '../html/text.js';

export const OUTCOME_WORDS = {
  pass: 'pass',
  fail: 'fail',
  'not-assessed': 'not assessed',
  'not-applicable': 'not applicable',
  manual: 'manual',
} satisfies Record<Outcome, string>;

export const LINK_WORDS = {
  event: 'event',
  trail: 'trail',
  'log-group': 'log group',
  'metric-filter': 'metric filter',
  alarm: 'alarm',
  action: 'alarm action',
  subscription: 'subscription',
} satisfies Record<LinkKind, string>;

/** The outcome's headline, its reasons, the events concerned, and what people have laid over it. One line each. */
export function explain(control: ControlResult): readonly string[] {
  const missed = control.coverage?.missed ?? [];
  return [
    control.headline,
    ...control.reasons.map(({ effect, message }) => (effect === 'remark' ? `Remark: ${message}` : message)),
    ...events('Reaches nobody', missed, 'lost'),
    ...events('Could not be told', missed, 'unseen'),
    ...overlay(control),
  ].map(visible);
}

/** What client and auditor have laid over the outcome. */
export function overlay(control: ControlResult): readonly string[] {
  return [
    ...(control.waiver === undefined ? [] : [`Waiver: ${waiverText(control.waiver)}`]),
    ...(control.attestations ?? []).map((one) => `Attestation: ${attestationText(one)}`),
    ...(control.note === undefined ? [] : [`Auditor's note: ${control.note}`]),
  ];
}

export function waiverText({ reason, owner, approver, expires, resource }: Waiver): string {
  const what = resource === undefined ? '' : ` For ${resource}.`;
  return `${reason} Owner ${owner}, approved by ${approver}, until ${expires}.${what}`;
}

export function attestationText({ statement, by, date, evidence }: Attestation): string {
  const file = evidence === undefined ? '' : ` Evidence ${evidence.file}, SHA-256 ${evidence.sha256}.`;
  return `${statement} ${by}, ${date}.${file}`;
}

/** The summary of what to do and, where there is one, the script. */
export function fixText(control: ControlResult): string | null {
  if (control.remediation === null) return null;
  const { summary, script } = control.remediation;
  return [visible(summary), ...(script === null ? [] : [visibleLines(script)])].join('\n\n');
}

/** Plain text of several lines; unseen characters other than line breaks as `[U+202E]`. */
export function visibleLines(text: string): string {
  return text.replaceAll('\r\n', '\n').split('\n').map(visible).join('\n');
}

function events(words: string, missed: readonly MissedEvent[], state: MissedEvent['state']): readonly string[] {
  const ids = missed.filter((event) => event.state === state).map(({ id, lostAt }) => `${id} (${LINK_WORDS[lostAt]})`);
  return ids.length === 0 ? [] : [`${words}: ${ids.join(', ')}.`];
}
