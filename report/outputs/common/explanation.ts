// What a finding says, line by line, for the formats that have room for plain text only.
import type { Lang } from '../../language/languages.js';
import { fill, type Locale, localeOf, longDate } from '../../language/locale.js';
import type { Attestation, ControlResult, MissedEvent, Waiver } from '../../model.js';
import { visible } from '../html/text.js';

/** The outcome's headline, its reasons, the events concerned, and what people have laid over it. One line each. */
export function explain(control: ControlResult, language: Lang): readonly string[] {
  const missed = control.coverage?.missed ?? [];
  const locale = localeOf(language);
  const words = locale.plain;
  return [
    control.headline,
    ...control.reasons.map(({ effect, message }) => (effect === 'remark' ? fill(words.remark, { message }) : message)),
    ...events(locale, words.reachesNobody, missed, 'lost'),
    ...events(locale, words.couldNotBeTold, missed, 'unseen'),
    ...overlay(control, language),
  ].map(visible);
}

/** What client and auditor have laid over the outcome. */
export function overlay(control: ControlResult, language: Lang): readonly string[] {
  const { waiver, attestations = [], note } = control;
  const words = localeOf(language).plain;
  return [
    ...(waiver === undefined ? [] : [fill(words.waiver, { waiver: waiverText(waiver, language) })]),
    ...attestations.map((one) => fill(words.attestation, { attestation: attestationText(one, language) })),
    ...(note === undefined ? [] : [fill(words.note, { note })]),
  ];
}

export function waiverText({ reason, owner, approver, expires, resource }: Waiver, language: Lang): string {
  const locale = localeOf(language);
  const words = locale.plain;
  const text = fill(words.waiverText, { reason, owner, approver, expires: longDate(locale, expires) });
  return resource === undefined ? text : `${text} ${fill(words.waiverFor, { resource })}`;
}

export function attestationText({ statement, by, date, evidence }: Attestation, language: Lang): string {
  const locale = localeOf(language);
  const words = locale.plain;
  const text = fill(words.attestationText, { statement, by, date: longDate(locale, date) });
  return evidence === undefined
    ? text
    : `${text} ${fill(words.attestationEvidence, { file: evidence.file, sha256: evidence.sha256 })}`;
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

function events(
  locale: Locale,
  words: string,
  missed: readonly MissedEvent[],
  state: MissedEvent['state'],
): readonly string[] {
  const ids = missed
    .filter((event) => event.state === state)
    .map(({ id, lostAt }) => `${id} (${locale.linksInSentence[lostAt]})`);
  return ids.length === 0 ? [] : [fill(words, { events: ids.join(', ') })];
}
