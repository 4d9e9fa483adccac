import { describe, expect, it } from 'vitest';
import { openLane, openLanes } from './lane.js';

/** Starts so many pieces of work that never end, and says how many have begun. */
async function begun(lane: ReturnType<typeof openLane>, pieces: number): Promise<number> {
  let count = 0;
  for (let index = 0; index < pieces; index += 1) {
    void lane.run(() => {
      count += 1;
      return new Promise(() => {});
    });
  }
  await new Promise((resolve) => setTimeout(resolve, 0));
  return count;
}

describe('a lane', () => {
  it('lets no more through at once than its bound', async () => {
    expect(await begun(openLane(3), 10)).toBe(3);
  });

  it('is half as wide after a throttle, never closed, and wide again after enough answers', async () => {
    const halved = openLane(4);
    halved.slowDown();
    expect(await begun(halved, 10)).toBe(2);
    const narrow = openLane(4);
    for (let index = 0; index < 20; index += 1) narrow.slowDown();
    expect(await begun(narrow, 10)).toBe(1);
    const recovered = openLane(4);
    recovered.slowDown();
    for (let index = 0; index < 20; index += 1) recovered.speedUp();
    expect(await begun(recovered, 10)).toBe(4);
  });

  it('goes on after work that fails', async () => {
    const lane = openLane(1);
    await expect(lane.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await lane.run(async () => 'yes')).toBe('yes');
  });
});

it('stands for one service in one region', async () => {
  const lanes = openLanes({ logs: 2 }, 5);
  expect(lanes('logs', 'r1')).toBe(lanes('logs', 'r1'));
  expect(lanes('logs', 'r1')).not.toBe(lanes('logs', 'r2'));
  expect(await begun(lanes('logs', 'r1'), 9)).toBe(2);
  expect(await begun(lanes('sns', 'r1'), 9)).toBe(5);
});
