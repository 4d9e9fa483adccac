import { describe, expect, it } from 'vitest';
import { contrast, isColour, lightened } from './colour.js';

describe('the contrast of two colours', () => {
  it.each([
    ['#000000', '#ffffff', 21],
    ['#ffffff', '#ffffff', 1],
    // The usual examples of WCAG: the lightest grey that passes on white, and the first that does not.
    ['#767676', '#ffffff', 4.54],
    ['#777777', '#ffffff', 4.48],
    ['#ff0000', '#ffffff', 4.0],
  ])('%s on %s', (one, other, expected) => {
    expect(contrast(one, other)).toBeCloseTo(expected, 2);
    expect(contrast(other, one)).toBe(contrast(one, other));
  });
});

describe('a colour on dark ground', () => {
  it.each(['#0f2f49', '#000000', '#8a1538', '#0000ff'])('%s is lightened until it can be read', (colour) => {
    const light = lightened(colour, '#10171e', 4.5);
    expect(isColour(light)).toBe(true);
    expect(contrast(light, '#10171e')).toBeGreaterThanOrEqual(4.5);
  });

  it('stays as it is when it can be read already', () => {
    expect(lightened('#8fc1e8', '#10171e', 4.5)).toBe('#8fc1e8');
  });
});
