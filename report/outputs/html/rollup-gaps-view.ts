// What several accounts lack in common.

import { counted, figure, fill, type Locale } from '../../language/locale.js';
import type { Report } from '../../model.js';
import type { SharedGap } from '../../shared-gaps.js';
import { accountText, type Drafting } from './control-view.js';
import type { Markup } from './markup.js';
import type { SectionView } from './view-model.js';

/** What fewer accounts have in common stands in their own documents. */
const GAPS_SHOWN = 40;
const ACCOUNTS_SHOWN = 8;
/** Of more controls the numbers are enough. */
const TITLES_SHOWN = 3;

export interface GapsView {
  readonly section: SectionView;
  readonly groups: readonly {
    readonly title: string;
    readonly gaps: readonly {
      readonly what: Markup;
      readonly howMany: string;
      /** Of 100. */
      readonly share: string;
      readonly controls: readonly { readonly id: Markup; readonly title: Markup | null }[];
      readonly accounts: readonly Markup[];
      readonly more: string | null;
    }[];
    readonly rest: string | null;
  }[];
}

/** @param section is asked for only where there is something to say, because sections are numbered. */
export function gapsView(
  { locale, long }: Drafting,
  report: Report,
  gaps: readonly SharedGap[],
  section: () => SectionView,
): GapsView | null {
  if (gaps.length === 0) return null;
  const words = locale.rollup;
  const total = report.accounts.length;
  const names = new Map(report.accounts.map((account) => [account.id, accountText(account)]));
  const groups = (['breaks', 'hides'] as const).flatMap((effect) => {
    const all = gaps.filter((gap) => gap.effect === effect);
    if (all.length === 0) return [];
    const shown = all.slice(0, GAPS_SHOWN);
    return [
      {
        title: effect === 'breaks' ? locale.groups.fail : locale.groups['not-assessed'],
        gaps: shown.map((gap) => ({
          what: long.sentence(causeText(locale, gap)),
          howMany: counted(locale, words.ofAccounts, gap.accounts.length, { total: figure(locale, total) }),
          share: String(Math.round((gap.accounts.length / total) * 1000) / 10),
          controls: gap.controls.map(({ id, shortTitle }) => ({
            id: long.name(id),
            title: gap.controls.length > TITLES_SHOWN ? null : long.name(shortTitle),
          })),
          accounts: gap.accounts.slice(0, ACCOUNTS_SHOWN).map((id) => long.name(names.get(id) ?? id)),
          more:
            gap.accounts.length > ACCOUNTS_SHOWN
              ? counted(locale, words.moreAccounts, gap.accounts.length - ACCOUNTS_SHOWN)
              : null,
        })),
        rest: all.length > shown.length ? counted(locale, words.moreGaps, all.length - shown.length) : null,
      },
    ];
  });
  return { section: section(), groups };
}

/** The reason without the names that differ from account to account. */
export function causeText(locale: Locale, { code, operation }: Pick<SharedGap, 'code' | 'operation'>): string {
  const causes: Readonly<Record<string, string>> = locale.rollup.gapCauses;
  const text = Object.hasOwn(causes, code) ? causes[code] : undefined;
  return text === undefined ? code : fill(text, { operation: operation ?? locale.rollup.aCall });
}
