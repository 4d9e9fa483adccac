import { expect, it } from 'vitest';
import { ANSWERS } from '../snapshot/operations.js';
import { COLLECTORS } from './collectors.js';
import { OPERATIONS } from './operations.js';

it('has one collector for every operation whose answer readers rely on', () => {
  expect(COLLECTORS.map(({ name }) => name).sort()).toEqual(Object.keys(ANSWERS).sort());
});

it('has every collector after those that it depends on', () => {
  for (const [index, { name, after }] of COLLECTORS.entries()) {
    const earlier = COLLECTORS.slice(0, index).map((collector) => collector.name);
    for (const needed of after) expect(earlier, `${name} needs ${needed}`).toContain(needed);
  }
});

it('only reads: every IAM action describes, gets or lists', () => {
  for (const { iamAction } of OPERATIONS) expect(iamAction).toMatch(/^[a-z0-9]+:(Describe|Get|List)[A-Za-z]+$/);
});

it('lists operations as plain data', () => {
  expect(JSON.parse(JSON.stringify(OPERATIONS))).toEqual(OPERATIONS);
});
