export type Limiter = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Bounds how much runs at once; what has to wait runs in the order in which it came.
 *
 * @param bound how many pieces of work may be under way, at least 1.
 */
export function limiter(bound: number): Limiter {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    // A place is handed over, not freed and taken again: nothing that came later can slip in between.
    if (running >= bound) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
