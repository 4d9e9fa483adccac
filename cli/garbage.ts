import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Clears away, when called, what is no longer needed. Left to itself the engine lets some hundred megabytes of it gather
 * while documents are made one after the other, and the browser beside it needs memory too.
 */
export function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  return () => {
    if (typeof collect === 'function') collect();
  };
}
