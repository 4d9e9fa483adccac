// One request to AWS, sent again while that may help. The SDK's own retries are off: they neither count the throttles
// nor share what they learn between the calls to one service and region (docs/decisions/0003-retries-and-bounds.md).
import { isThrottle, isTransient, retryAfter } from './classify-error.js';
import type { Lane } from './lane.js';

export interface Patience {
  /** How often a request is sent, the first time included, before a fault of the service or the way ends it. */
  readonly attempts: number;
  /** The same, where AWS asks to slow down. */
  readonly throttles: number;
}

/** Throttling goes by with time, most other faults do so soon or not at all. */
export const PATIENCE: Patience = { attempts: 6, throttles: 25 };

export interface Sending {
  readonly lane: Lane;
  readonly patience: Patience;
  /** Waits for so many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** From 0 up to 1. */
  readonly random: () => number;
}

export type Sent = { readonly attempts: number; readonly throttles: number } & (
  | { readonly kind: 'answer'; readonly answer: object }
  | { readonly kind: 'thrown'; readonly thrown: unknown }
);

/** Sends a request until it is answered, or patience ends. Never rejects. */
export async function sendPatiently(send: () => Promise<object>, sending: Sending): Promise<Sent> {
  const { lane, patience } = sending;
  for (let faults = 0, throttles = 0; ; ) {
    const count = () => ({ attempts: faults + throttles, throttles });
    const answer = await lane.run(() => attempt(send));
    if (answer.kind === 'answer') {
      lane.speedUp();
      return { kind: 'answer', answer: answer.answer, attempts: faults + throttles + 1, throttles };
    }
    const { thrown } = answer;
    const throttled = isThrottle(thrown);
    if (throttled) {
      throttles += 1;
      lane.slowDown();
    } else {
      faults += 1;
    }
    const again = throttled ? throttles < patience.throttles : isTransient(thrown) && faults < patience.attempts;
    if (!again) return { kind: 'thrown', thrown, ...count() };
    await sending.pause(Math.max(backoff(throttled ? throttles : faults, sending.random()), retryAfter(thrown)));
  }
}

type Attempt =
  | { readonly kind: 'answer'; readonly answer: object }
  | { readonly kind: 'thrown'; readonly thrown: unknown };

async function attempt(send: () => Promise<object>): Promise<Attempt> {
  try {
    return { kind: 'answer', answer: await send() };
  } catch (thrown) {
    return { kind: 'thrown', thrown };
  }
}

const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 10_000;
const GROWTH = 1.6;

/**
 * Longer each time, and never the same for two: those who were throttled together must not come back so. Not twice as
 * long: where half of all requests are throttled, the few long pauses would then outweigh all short ones.
 */
function backoff(failures: number, random: number): number {
  const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * GROWTH ** (failures - 1));
  return longest * (0.5 + random / 2);
}
