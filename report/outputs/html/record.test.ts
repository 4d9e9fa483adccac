import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordText } from './record.js';

describe('a record in print', () => {
  it('puts members side by side', () => {
    const text = recordText({ eventSource: 'cloudtrail.amazonaws.com', eventName: 'StopLogging', awsRegion: 'eu-west-1', userIdentity: { type: 'IAMUser' } });
    expect(text).toBe(
      '{ "eventSource": "cloudtrail.amazonaws.com", "eventName": "StopLogging",\n  "awsRegion": "eu-west-1", "userIdentity": { "type": "IAMUser" } }',
    );
  });

  it('is JSON of the same value, whatever the value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.integer({ min: 10, max: 120 }), (value, width) => {
        const plain: unknown = JSON.parse(JSON.stringify(value));
        expect(JSON.parse(recordText(plain, width))).toEqual(plain);
      }),
    );
  });
});
