import { describe, expect, it } from 'vitest';
import { LANGS, localeOf } from '../../language/locale.js';
import { HOSTILE_TEXT } from '../testing/hostile.js';
import { MIXED_REPORT } from '../testing/mixed-report.js';
import { toolbarView } from './toolbar-view.js';

const en = localeOf('en');
const { controls } = MIXED_REPORT;

describe('the toolbar', () => {
  it('has each outcome that there is, counted, and none that there is not', () => {
    const view = toolbarView(en, controls, 'Example', '#summary');
    expect(view?.outcomes.map(({ outcome, count }) => `${count} ${outcome.kind}`)).toEqual([
      '12 pass',
      '3 fail',
      '1 not-assessed',
    ]);
  });

  it.each(LANGS)('leaves one place for the script to fill, and has the total in it, in %s', (lang) => {
    const { found } = toolbarView(localeOf(lang), controls, 'Example', '#summary') ?? {};
    for (const form of [found?.one, found?.other]) {
      expect(form?.match(/\{\w+\}/g)).toEqual(['{count}']);
      expect(form).toContain('16');
    }
  });

  it('is not there where there is nothing to choose from', () => {
    expect(toolbarView(en, controls.slice(0, 1), 'Example', '#summary')).toBeNull();
    expect(toolbarView(en, [], 'Example', '#summary')).toBeNull();
  });

  it('shows a name from outside in one short line of text', () => {
    const html = toolbarView(en, controls, HOSTILE_TEXT, '#summary')?.whose.toHTML() ?? '';
    expect(html).not.toMatch(/[<>]/);
    expect(html.length).toBeLessThan(200);
  });
});
