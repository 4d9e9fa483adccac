import { describe, expect, it } from 'vitest';
import type { Printer } from './browser/print.js';
import { type OpenPrinter, printAll } from './print-all.js';

const PRINTER: Printer = { sandboxed: true, print: () => Promise.resolve(new Uint8Array()) };

/** Prints numbers; `fails` says which fail, given how often each was tried before and who is printed beside it. */
async function run(
  count: number,
  fails: (item: number, tries: number, beside: ReadonlySet<number>) => string | null,
): Promise<{
  readonly done: readonly number[];
  readonly faults: readonly (readonly [number, string])[];
  readonly browsers: number;
  readonly most: number;
}> {
  const items = Array.from({ length: count }, (_, index) => index);
  const done: number[] = [];
  const tries = new Map<number, number>();
  const running = new Set<number>();
  let browsers = 0;
  let most = 0;
  const open: OpenPrinter = async (work) => {
    browsers += 1;
    await work(PRINTER);
  };
  const faults = await printAll(
    items,
    open,
    async (_printer, item) => {
      running.add(item);
      most = Math.max(most, running.size);
      await new Promise((resolve) => setTimeout(resolve, 1));
      const before = tries.get(item) ?? 0;
      tries.set(item, before + 1);
      const fault = fails(item, before, running);
      running.delete(item);
      if (fault !== null) throw new Error(fault);
      done.push(item);
    },
    { atOnce: 2 },
  );
  return {
    done: done.toSorted((a, b) => a - b),
    faults: [...faults].map(([item, fault]) => [item, fault instanceof Error ? fault.message : String(fault)]),
    browsers,
    most,
  };
}

describe('many documents', () => {
  it('are printed two at a time, in one browser', async () => {
    const { done, faults, browsers, most } = await run(9, () => null);
    expect(done).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect({ faults, browsers, most }).toEqual({ faults: [], browsers: 1, most: 2 });
  });

  it('are all printed but the one that fails, which is tried twice', async () => {
    const { done, faults } = await run(9, (item) => (item === 3 ? 'no' : null));
    expect(done).toEqual([0, 1, 2, 4, 5, 6, 7, 8]);
    expect(faults).toEqual([[3, 'no']]);
  });

  it('are all printed where what fails once does not fail again', async () => {
    const { done, faults } = await run(9, (item, tries) => (item % 4 === 3 && tries === 0 ? 'no' : null));
    expect(done).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(faults).toEqual([]);
  });

  it('do not suffer from what is printed beside them: a browser that was ended has taken both with it', async () => {
    let dead = false;
    const { done, faults } = await run(6, (item, tries, beside) => {
      if (item === 2) {
        dead = true;
        return 'hangs';
      }
      return dead && tries === 0 && beside.has(2) ? 'Target closed' : null;
    });
    expect(done).toEqual([0, 1, 3, 4, 5]);
    expect(faults).toEqual([[2, 'hangs']]);
  });

  it('are given up where no browser prints anything, and each is named', async () => {
    const { faults, browsers } = await run(50, () => 'no');
    expect(faults).toHaveLength(50);
    expect(faults.map(([item]) => item)).toEqual(Array.from({ length: 50 }, (_, index) => index));
    expect(browsers).toBeLessThanOrEqual(6);
  });

  it('fail together where the browser does not start', async () => {
    const open: OpenPrinter = () => Promise.reject(new Error('does not start'));
    await expect(printAll([1, 2], open, () => Promise.resolve(), { atOnce: 2 })).rejects.toThrow('does not start');
  });
});
