import { expect, it } from 'vitest';
import { limiter } from './limiter.js';

function pieces(count: number) {
  let running = 0;
  let most = 0;
  const ends: (() => void)[] = [];
  const started: number[] = [];
  const work = Array.from({ length: count }, (_, index) => async () => {
    running += 1;
    most = Math.max(most, running);
    started.push(index);
    await new Promise<void>((resolve) => ends.push(resolve));
    running -= 1;
    if (index % 3 === 0) throw new Error(`piece ${index}`);
    return index;
  });
  return { work, ends, started, most: () => most };
}

it('runs as much at once as the bound allows and no more, in the order in which it came', async () => {
  const limit = limiter(4);
  const { work, ends, started, most } = pieces(20);
  const results = Promise.allSettled(work.map((piece) => limit(piece)));
  for (let ended = 0; ended < 20; ended += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    ends[ended]?.();
  }
  expect((await results).filter(({ status }) => status === 'fulfilled')).toHaveLength(13);
  expect(most()).toBe(4);
  expect(started).toEqual(Array.from({ length: 20 }, (_, index) => index));
});

it('gives the place of failed work to what waits', async () => {
  const limit = limiter(1);
  const failed = limit(() => Promise.reject(new Error('no')));
  const next = limit(async () => 'yes');
  await expect(failed).rejects.toThrow('no');
  await expect(next).resolves.toBe('yes');
});
