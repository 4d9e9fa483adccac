import type { ControlResult, LinkState } from '../../model.js';
import { type Drafting, onlyThroughCloudWatch, outcomeView, summaryPath } from './control-view.js';
import type { Markup } from './markup.js';
import { legendSquare } from './svg.js';
import type { OutcomeView, SectionView, SummaryRow, VersionsView } from './view-model.js';

const LEGEND: readonly LinkState[] = ['holds', 'partial', 'broken', 'unseen', 'not-reached'];

/** One row for each control, in the order of the benchmark. */
export interface ScorecardView {
  readonly section: SectionView;
  readonly rows: readonly SummaryRow[];
  readonly legend: readonly { readonly square: Markup; readonly label: string }[];
  readonly siemNote: string | null;
  readonly versions: VersionsView | null;
}

/**
 * @param versions of the benchmark, the report's own first.
 * @param all controls of the account, under every version.
 */
export function scorecardView(
  drafting: Drafting,
  versions: readonly string[],
  all: readonly ControlResult[],
  section: SectionView,
  anchors: ReadonlyMap<ControlResult, string>,
): ScorecardView {
  const { locale, long } = drafting;
  const controls = all.filter((control) => control.benchmark === versions[0]);
  return {
    section,
    rows: controls.map((control) => ({
      anchor: anchors.get(control) ?? '',
      id: long.name(control.id),
      title: long.name(control.shortTitle),
      mini: summaryPath(locale, control),
      outcome: outcomeView(locale, control),
    })),
    legend: LEGEND.map((state) => ({ square: legendSquare(state), label: locale.states[state] })),
    siemNote: controls.some(onlyThroughCloudWatch) ? locale.summary.siemNote : null,
    versions: versionsView(drafting, versions, all),
  };
}

/** Null where the account was judged under one version only. */
function versionsView(
  { locale, long }: Drafting,
  versions: readonly string[],
  controls: readonly ControlResult[],
): VersionsView | null {
  if (versions.length < 2) return null;
  const slugs = [...new Set(controls.map((control) => control.slug))];
  return {
    heads: versions.map((version) => long.name(version)),
    rows: slugs.map((slug) => {
      const cells = versions.map((version) => controls.find((one) => one.slug === slug && one.benchmark === version));
      return {
        title: long.name(cells.find((cell) => cell !== undefined)?.shortTitle ?? slug),
        cells: cells.map((cell): { readonly id: Markup; readonly outcome: OutcomeView } | null =>
          cell === undefined ? null : { id: long.name(cell.id), outcome: outcomeView(locale, cell) },
        ),
      };
    }),
  };
}
