import { figure, fill, type Locale } from '../../language/locale.js';
import type { ControlResult, Outcome } from '../../model.js';
import { outcomeMark } from './svg.js';
import { cut, inline, visible } from './text.js';
import type { ToolbarView } from './view-model.js';

/** As in the figures of the summary. */
const ORDER: readonly Outcome[] = ['pass', 'fail', 'not-assessed', 'manual', 'not-applicable'];

/** There is room for one short line. */
const WHOSE_LENGTH = 48;

/**
 * What stays in view on a screen: whose report it is, how many controls have which outcome, and the means to see only
 * some of them. Null where there is nothing to choose from.
 *
 * @param whose the client or the account, plain
 * @param href where the summary is
 */
export function toolbarView(
  locale: Locale,
  controls: readonly ControlResult[],
  whose: string,
  href: string,
): ToolbarView | null {
  if (controls.length < 2) return null;
  const words = locale.toolbar;
  const total = figure(locale, controls.length);
  // The count is known on the screen only: the script fills it in.
  const found = (form: string): string => fill(form, { count: '{count}', total });
  return {
    whose: inline(cut(visible(whose), WHOSE_LENGTH)),
    href,
    outcomes: ORDER.flatMap((outcome) => {
      const count = controls.filter((control) => control.outcome === outcome).length;
      if (count === 0) return [];
      const view = { kind: outcome, mark: outcomeMark(outcome), label: locale.outcomes[outcome] };
      return [{ outcome: view, count: figure(locale, count) }];
    }),
    found: { one: found(words.found.one), other: found(words.found.other) },
  };
}
