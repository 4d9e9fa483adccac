import { describe, expect, it } from 'vitest';
import { localeOf } from '../../language/locale.js';
import { LINK_KINDS } from '../../model.js';
import { MIXED_REPORT } from '../testing/mixed-report.js';
import { chainNodes } from './chain-nodes.js';
import { pathOf } from './path.js';

const en = localeOf('en');

function nodesOf(slug: string) {
  const control = MIXED_REPORT.controls.find((one) => one.slug === slug);
  if (control === undefined) throw new Error(slug);
  return chainNodes(en, control, pathOf(control), slug);
}

describe('the nodes of a drawn chain', () => {
  it('are as many as are drawn, so that each lies over its own', () => {
    expect(nodesOf('cloudtrail-config-changes')).toHaveLength(LINK_KINDS.length);
    expect(nodesOf('organizations-changes')).toHaveLength(LINK_KINDS.length);
  });

  it('lead nowhere where the table has no row', () => {
    const nodes = nodesOf('organizations-changes');
    expect(nodes.at(0)?.href).toBeNull();
    expect(nodes.at(3)?.href).toBe('#organizations-changes--metric-filter');
    expect(nodes.at(-1)?.href).toBeNull();
  });

  it('say of a link what it is, how it is, and why', () => {
    const node = nodesOf('cloudtrail-config-changes').at(3);
    expect(node?.text.toHTML()).toBe('Metric filter cis-4-5: does not see 2 of 5.');
    const reasons = MIXED_REPORT.controls.find((one) => one.slug === 'cloudtrail-config-changes')?.reasons ?? [];
    const why = reasons.filter(({ link, effect }) => link === 'metric-filter' && effect !== 'remark');
    expect(node?.reasons).toHaveLength(Math.min(why.length, 2));
    expect(node?.reasons[0]?.toHTML()).toContain('cis-4-5');
  });

  it('are none where no chain was followed', () => {
    const [control] = MIXED_REPORT.controls;
    if (control === undefined) throw new Error('no control');
    const bare = { ...control, chains: [] };
    expect(chainNodes(en, bare, pathOf(control), 'x')).toEqual([]);
  });
});
