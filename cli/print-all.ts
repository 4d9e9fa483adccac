// Many documents, one after the other and some at a time, so that one that fails does not take the others with it.
import type { Printer } from './browser/print.js';

/** Starts a browser, lets the work print with it, and ends it. */
export type OpenPrinter = (work: (printer: Printer) => Promise<void>) => Promise<void>;

export interface PrintAllOptions {
  /** Pages that one browser prints at a time. */
  readonly atOnce: number;
}

/** Browsers that may end, one after the other, without having printed anything. */
const FRUITLESS = 3;

/**
 * Does `one` with every item. An item that fails is tried once more, in a browser of its own: a browser that was ended
 * because of one page has taken with it what it printed beside that.
 *
 * @returns what failed, in the order of the items. Of items that were not tried any more, the fault that ended it all.
 */
export async function printAll<Item>(
  items: readonly Item[],
  open: OpenPrinter,
  one: (printer: Printer, item: Item) => Promise<void>,
  { atOnce }: PrintAllOptions,
): Promise<ReadonlyMap<Item, unknown>> {
  const faults = new Map<Item, unknown>();
  const untried = [...items];
  const again: Item[] = [];
  let fruitless = 0;

  /** Takes items until there are none, or one fails. */
  const session = async (
    queue: Item[],
    atOnceHere: number,
    onFault: (item: Item, fault: unknown) => void,
  ): Promise<void> => {
    let printed = 0;
    let failed = false;
    const line = async (printer: Printer): Promise<void> => {
      while (!failed) {
        const item = queue.shift();
        if (item === undefined) return;
        try {
          await one(printer, item);
          printed += 1;
        } catch (fault) {
          failed = true;
          onFault(item, fault);
        }
      }
    };
    await open(async (printer) => {
      await Promise.all(Array.from({ length: atOnceHere }, () => line(printer)));
    });
    fruitless = printed === 0 ? fruitless + 1 : 0;
  };

  let last: unknown = null;
  while (untried.length > 0 && fruitless < FRUITLESS) {
    await session(untried, atOnce, (item, fault) => {
      last = fault;
      again.push(item);
    });
  }
  fruitless = 0;
  const retried = again.toSorted((a, b) => items.indexOf(a) - items.indexOf(b));
  while (retried.length > 0 && fruitless < FRUITLESS) {
    const [item] = retried.splice(0, 1);
    if (item === undefined) break;
    await session([item], 1, (failed, fault) => {
      last = fault;
      faults.set(failed, fault);
    });
  }
  for (const item of [...retried, ...untried]) faults.set(item, last);
  return new Map([...faults].sort(([a], [b]) => items.indexOf(a) - items.indexOf(b)));
}
