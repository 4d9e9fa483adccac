import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differences, inReadingOrder, recordText } from './record.js';

describe('another record', () => {
  it('is told by what is different in it, and what it lacks', () => {
    const first = { awsRegion: 'eu-west-1', errorCode: 'AccessDenied', eventID: '1', eventName: 'StopLogging' };
    const other = {
      awsRegion: 'eu-west-1',
      eventID: '2',
      eventName: 'DeleteTrail',
      requestParameters: { name: 'audit' },
    };
    expect(differences(first, other)).toEqual({
      different: { eventName: 'DeleteTrail', requestParameters: { name: 'audit' } },
      lacking: ['errorCode'],
    });
  });

  it('begins with what happened, and loses nothing', () => {
    const record = { awsRegion: 'eu-west-1', additional: 1, eventName: 'StopLogging', eventSource: 's' };
    expect(Object.keys(inReadingOrder(record))).toEqual(['eventSource', 'eventName', 'awsRegion', 'additional']);
    expect(inReadingOrder(record)).toEqual(record);
  });
});

describe('a record in print', () => {
  it('puts members side by side', () => {
    const text = recordText({
      eventSource: 'cloudtrail.amazonaws.com',
      eventName: 'StopLogging',
      awsRegion: 'eu-west-1',
      userIdentity: { type: 'IAMUser' },
    });
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
