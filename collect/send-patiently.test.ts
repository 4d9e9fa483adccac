import { describe, expect, it } from 'vitest';
import { openLane } from './lane.js';
import { type Sending, sendPatiently } from './send-patiently.js';

const throttle = () => Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException', $metadata: {} });
const fault = () => Object.assign(new Error('Oh'), { name: 'InternalFailure', $metadata: { httpStatusCode: 500 } });
const refusal = () => Object.assign(new Error('No'), { name: 'AccessDeniedException', $metadata: {} });

function sending(pauses: number[] = []): Sending {
  return {
    lane: openLane(2),
    patience: { attempts: 3, throttles: 5 },
    pause: async (milliseconds) => {
      pauses.push(milliseconds);
    },
    random: () => 0.5,
  };
}

/** Throws these one after the other, then answers. */
function throwing(...errors: readonly Error[]): () => Promise<object> {
  const left = [...errors];
  return async () => {
    const next = left.shift();
    if (next !== undefined) throw next;
    return { done: true };
  };
}

describe('a request', () => {
  it('is sent once when it is answered', async () => {
    expect(await sendPatiently(throwing(), sending())).toEqual({
      kind: 'answer',
      answer: { done: true },
      attempts: 1,
      throttles: 0,
    });
  });

  it('is sent again after throttles and faults, which are counted apart', async () => {
    const sent = await sendPatiently(throwing(throttle(), fault(), throttle()), sending());
    expect(sent).toMatchObject({ kind: 'answer', attempts: 4, throttles: 2 });
  });

  it('waits longer each time', async () => {
    const pauses: number[] = [];
    await sendPatiently(throwing(throttle(), throttle(), throttle()), sending(pauses));
    expect(pauses.map(Math.round)).toEqual([75, 120, 192]);
  });

  it.each([
    ['throttles', throttle, { attempts: 5, throttles: 5 }],
    ['faults', fault, { attempts: 3, throttles: 0 }],
    ['one refusal', refusal, { attempts: 1, throttles: 0 }],
  ])('is given up after so many %s', async (_, error, counts) => {
    const errors = Array.from({ length: 50 }, error);
    expect(await sendPatiently(throwing(...errors), sending())).toMatchObject({ kind: 'thrown', ...counts });
  });
});
