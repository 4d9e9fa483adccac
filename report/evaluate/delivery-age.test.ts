import { expect, it } from 'vitest';
import { deliveryAge } from './delivery-age.js';

it.each([
  ['a day before, to the millisecond', '2026-11-02T09:14:02.000Z', 'recent'],
  ['a millisecond more', '2026-11-02T09:14:01.999Z', 'old'],
  ['after the collection began, in a run that was taken up again', '2026-11-05T00:00:00.000Z', 'recent'],
  ['at no time that can be read', 'yesterday', 'unclear'],
  ['at a time that AWS does not name', undefined, 'unnamed'],
] as const)('a delivery %s', (_title, last, age) => {
  expect(deliveryAge(last, '2026-11-03T09:14:02.000Z')).toBe(age);
});
