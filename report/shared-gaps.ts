// What many accounts lack in common: told once, and not account by account.
import type { ControlResult, Report } from './model.js';

export interface SharedGap {
  /** Code of the reason that the accounts share. */
  readonly code: string;
  /** `breaks`: the controls are not met for it. `hides`: they could not be assessed for it. */
  readonly effect: 'breaks' | 'hides';
  /** The call whose answer is missing, where it is that. */
  readonly operation: string | null;
  /** The controls that it bears on, in all of these accounts alike: numbers and titles, in the order of the benchmark. */
  readonly controls: readonly Pick<ControlResult, 'slug' | 'id' | 'shortTitle'>[];
  /** Ids, in the order of the report. */
  readonly accounts: readonly string[];
}

/**
 * The reasons, under the report's own version, that at least two accounts share: what is not met before what could not
 * be assessed, and of these first what most controls of most accounts suffer from. Where the same accounts lack the same thing under several
 * controls, as when there is no trail at all, that is one gap.
 */
export function sharedGaps(report: Report): readonly SharedGap[] {
  const own = report.controls.filter((control) => control.benchmark === report.benchmark.version);
  const places = [...new Set(own.map((control) => control.slug))];
  const found = new Map<string, Found>();
  for (const control of own) {
    const effect = EFFECTS[control.outcome];
    if (effect === undefined) continue;
    for (const reason of control.reasons) {
      if (reason.effect !== effect) continue;
      const { code } = reason;
      const operation = code.startsWith('call-') ? (reason.resources[0]?.name ?? null) : null;
      const key = JSON.stringify([effect, code, operation, control.slug]);
      const gap = found.get(key) ?? { effect, code, operation, control, accounts: new Set() };
      gap.accounts.add(control.account);
      found.set(key, gap);
    }
  }
  const order = new Map(report.accounts.map(({ id }, index) => [id, index]));
  const merged = new Map<string, SharedGap>();
  for (const { effect, code, operation, control, accounts } of found.values()) {
    if (accounts.size < 2) continue;
    const sorted = [...accounts].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
    const key = JSON.stringify([effect, code, operation, sorted]);
    const { slug, id, shortTitle } = control;
    const controls = [...(merged.get(key)?.controls ?? []), { slug, id, shortTitle }];
    merged.set(key, { code, effect, operation, controls, accounts: sorted });
  }
  const place = (gap: SharedGap): number => Math.min(...gap.controls.map(({ slug }) => places.indexOf(slug)));
  return [...merged.values()]
    .map((gap) => ({
      ...gap,
      controls: gap.controls.toSorted((a, b) => places.indexOf(a.slug) - places.indexOf(b.slug)),
    }))
    .sort(
      (a, b) =>
        Number(a.effect === 'hides') - Number(b.effect === 'hides') ||
        b.accounts.length * b.controls.length - a.accounts.length * a.controls.length ||
        b.accounts.length - a.accounts.length ||
        place(a) - place(b),
    );
}

/** A reason under one control. */
interface Found extends Pick<SharedGap, 'code' | 'effect' | 'operation'> {
  readonly control: ControlResult;
  readonly accounts: Set<string>;
}

/** The reasons of an outcome are those with this effect. */
const EFFECTS: { readonly [outcome in ControlResult['outcome']]?: SharedGap['effect'] } = {
  fail: 'breaks',
  'not-assessed': 'hides',
};
