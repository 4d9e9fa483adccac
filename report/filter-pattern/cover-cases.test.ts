import { describe, expect, test } from 'vitest';
import { findBenchmark } from '../benchmarks/benchmarks.js';
import { CONTROLS } from '../controls/controls.js';
import { requirementOf } from '../controls/requirement-of.js';
import { inEnglish } from '../language/phrase.js';
import { type CoverFacts, type CoverResult, cover } from './cover.js';
import { parse } from './parser.js';
import { modelFaults } from './testing/in-model.js';

const KEY = 'cmk-disable-or-scheduled-deletion';
const ROOT = 'root-account-usage';
const SIGN_IN = 'console-signin-without-mfa';
const POLICY = 'iam-policy-changes';
const facts: CoverFacts = {
  account: '111122223333',
  partition: 'aws',
  region: 'eu-central-1',
  time: '2026-01-15T10:00:00Z',
  recipient: 'any',
};

function decide(slug: string, patterns: readonly string[], given = facts): CoverResult {
  const control = CONTROLS.find((each) => each.slug === slug);
  const entry = findBenchmark('5.0.0')?.controls.find((each) => each.slug === slug);
  if (control?.kind !== 'events' || entry === undefined) throw new Error(slug);
  const filters = patterns.map((text, index) => ({ id: String(index), parsed: parse(text) }));
  return cover({ requirement: requirementOf(control, entry), filters, facts: given });
}

function witnessesOf(slug: string, pattern: string, given = facts) {
  return decide(slug, [pattern], given).events.flatMap(({ witness }) => (witness === null ? [] : [witness]));
}

describe('a phrase with the punctuation of JSON', () => {
  test.each(['"\\"eventName\\":\\"DisableKey\\""', '", "', '"}}"', '":5"', '"\\"zzz\\":1"', '"\\"DisableKey\\", "'])(
    'is not settled by how CloudTrail may write a record: %s',
    (pattern) => {
      const { verdict, notes } = decide(KEY, [pattern]);
      expect(verdict).toBe('undecided');
      expect(notes.map(inEnglish).join()).toContain('orders and spaces');
    },
  );

  test('is a text like another where JSON cannot have it outside its texts', () => {
    expect(decide(KEY, ['"foo, bar"']).verdict).toBe('partial');
  });

  test('covers nothing beside a filter that covers one event', () => {
    const { events, verdict } = decide(KEY, ['", "', '{ $.eventName = DisableKey }']);
    expect(events.map(({ event, state }) => [event.id, state])).toEqual([
      ['DisableKey', 'covered'],
      ['ScheduleKeyDeletion', 'undecided'],
    ]);
    expect(verdict).toBe('undecided');
  });
});

describe('terms', () => {
  test('that are optional count for nothing beside a text that a record may or may not have', () => {
    expect(decide(KEY, ['?DisableKey ?ScheduleKeyDeletion zzz']).verdict).toBe('partial');
  });
});

describe('a field that has the name of something that every object has', () => {
  test.each([
    '{ $.toString.* = "a" || $.eventName = "x" }',
    '{ $.toString = "a" || $.constructor.hasOwnProperty != "b" }',
    '{ $.eventName = "*" && $.valueOf != "a" }',
  ])('is a field like another: %s', (pattern) => {
    expect(decide(KEY, [pattern]).verdict).toBe('partial');
  });
});

describe('the session of root', () => {
  const root = '$.userIdentity.type = Root';
  test.each([
    `{ ${root} && $.userIdentity.sessionContext.attributes.mfaAuthenticated != "true" }`,
    `{ ${root} && $.userIdentity.sessionContext.attributes.mfaAuthenticated = "false" }`,
    `{ ${root} && $.userIdentity.sessionContext NOT EXISTS }`,
    `{ ${root} && $.userIdentity.sessionContext.sessionIssuer NOT EXISTS }`,
  ])('may be there or not: %s', (pattern) => {
    const { verdict, events } = decide(ROOT, [pattern]);
    expect(verdict).toBe('partial');
    expect(events[0]?.witness?.['userIdentity']).toMatchObject({ type: 'Root' });
  });

  test('does not matter to a selector that takes in every field of the identity', () => {
    expect(decide(ROOT, ['{ $.userIdentity.* = Root }']).verdict).toBe('covers');
  });
});

const FOUR =
  '$.eventName = "ConsoleLogin" && $.additionalEventData.MFAUsed != "Yes" && $.userIdentity.type = "IAMUser" && $.responseElements.ConsoleLogin = "Success"';

describe('the ARN of a user', () => {
  test('may have a path', () => {
    const [witness] = witnessesOf(SIGN_IN, `{ ${FOUR} && $.userIdentity.arn != "*:user/ops/*" }`);
    expect(witness?.['userIdentity']).toMatchObject({ arn: expect.stringContaining(':user/ops/') });
    expect(decide(SIGN_IN, [`{ ${FOUR} && $.userIdentity.arn != "*:user/ops/*" }`]).verdict).toBe('partial');
  });

  test('is of the partition of the account, which is noted', () => {
    const pattern = `{ ${FOUR} && $.userIdentity.arn = "arn:aws:iam::*" }`;
    const { verdict, notes } = decide(SIGN_IN, [pattern]);
    expect(verdict).toBe('covers');
    expect(notes.map(inEnglish).join()).toContain('partition');
    expect(decide(SIGN_IN, [pattern], { ...facts, partition: 'aws-cn' }).verdict).not.toBe('covers');
  });
});

describe('mfaAuthenticated', () => {
  const mfa = '$.userIdentity.sessionContext.attributes.mfaAuthenticated';
  const names = '($.eventName = DisableKey || $.eventName = ScheduleKeyDeletion)';
  test('is "true" or "false" where it is there', () => {
    const { verdict, notes } = decide(KEY, [
      `{ ${names} && (${mfa} NOT EXISTS || ${mfa} = true || ${mfa} = "false") }`,
    ]);
    expect(verdict).toBe('covers');
    expect(notes.map(inEnglish).join()).toContain('mfaAuthenticated');
  });

  test('may be missing', () => {
    expect(decide(KEY, [`{ ${names} && (${mfa} = true || ${mfa} = "false") }`]).verdict).toBe('partial');
  });
});

describe('partial and none', () => {
  const names = '($.eventName = DisableKey || $.eventName = ScheduleKeyDeletion)';
  test.each([
    [`{ ${names} && $.readOnly = false && $.awsRegion = us-east-1 }`, 'true and false'],
    [`{ ${names} && $.eventSource = k*s.amazonaws.com && $.awsRegion = us-east-1 }`, 'an asterisk inside'],
    [`{ ${names} && $.x = 5 && $.x != 5.0 }`, 'whether a number equals a text'],
  ])('are not told apart where the readings differ: %s', (pattern, rule) => {
    const { verdict, notes } = decide(KEY, [pattern]);
    expect(verdict).toBe('undecided');
    expect(notes.map(inEnglish).join()).toContain(rule);
  });

  test('name the rule where a number is taken for the text of its digits', () => {
    const { verdict, notes } = decide(KEY, [`{ ${names} && $.userIdentity.accountId = 111122223333 }`]);
    expect(verdict).toBe('partial');
    expect(notes.map(inEnglish).join()).toContain('whether a number equals a text');
  });

  test('are told apart where every reading says the same', () => {
    expect(decide(KEY, [`{ ${names} && $.readOnly = false && $.eventName = "x" }`]).verdict).toBe('none');
    expect(decide(KEY, [`{ ${names} && ($.readOnly = false || $.awsRegion = us-east-1) }`]).verdict).toBe('undecided');
    expect(
      decide(KEY, [`{ ${names} && ($.readOnly = false || $.readOnly IS FALSE) && $.awsRegion = us-east-1 }`]).verdict,
    ).toBe('partial');
  });
});

describe('a witness', () => {
  test.each([
    ['{ $.eventTime != "2026*" && $.eventVersion != 1.11 && $.eventName = "*" }'],
    ['{ $.eventID != "1*" && $.eventID != "*a*" && $.recipientAccountId != 111122223333 && $.awsRegion != "*-1" }'],
    ['{ $.userIdentity.arn = "arn:aws:iam::111122223333:user/alice" }'],
    ['{ $.userIdentity.arn = "*alice" || $.userIdentity.arn = "*bob" || $.userIdentity.arn = "*carol" }'],
    ['{ $.userIdentity.userName = alice || $.userIdentity.userName NOT EXISTS }'],
    ['{ $.userIdentity.accountId = "111122223333" || $.userIdentity.accountId NOT EXISTS }'],
    ['{ $.recipientAccountId = "111122223333" || $.eventTime = "*0Z" }'],
  ])('has its fields in the form that CloudTrail gives them: %s', (pattern) => {
    const witnesses = witnessesOf(POLICY, pattern);
    expect(witnesses.length).toBeGreaterThan(0);
    for (const witness of witnesses) expect(modelFaults(witness, 'iam.amazonaws.com')).toEqual([]);
  });

  test.each([
    ['aws', 'us-east-1'],
    ['aws-us-gov', 'us-gov-west-1'],
    ['aws-cn', 'cn-north-1'],
  ])('of IAM is of the home Region of %s, unless the filter forces another', (partition, region) => {
    const given = { ...facts, partition };
    expect(witnessesOf(POLICY, '{ $.eventName = "x" }', given)[0]?.['awsRegion']).toBe(region);
    const [forced] = witnessesOf(POLICY, `{ $.eventName = "*" && $.awsRegion = "${region}" }`, given);
    expect(forced?.['awsRegion']).not.toBe(region);
    expect(witnessesOf(KEY, '{ $.eventName = "x" }', given)[0]?.['awsRegion']).toBe('eu-central-1');
  });

  test('makes no gap of a form that a field always has', () => {
    const forms = '$.eventVersion = "1.*" && $.eventTime = "*Z" && $.eventID = %^[0-9a-f-]{36}$%';
    const { verdict, notes } = decide(POLICY, [`{ ${forms} && $.awsRegion != "us east" }`]);
    expect(verdict).toBe('covers');
    expect(notes.map(inEnglish).join()).toContain('have the form');
  });
});

describe('overbroad', () => {
  const UNION = ['{ $.userIdentity.type != "Root" }', '{ $.userIdentity.arn = "*:root" }'];
  test('is a union that covers only by a filter that matches far outside', () => {
    const { verdict, overbroad } = decide('unauthorized-api-calls', UNION);
    expect(verdict).toBe('covers');
    expect(overbroad).not.toBeNull();
  });

  test('is no filter that the others can do without', () => {
    const exact = ['DisableKey', 'ScheduleKeyDeletion'].map((name) => `{ $.eventName = ${name} }`);
    const wide = '{ $.eventSource = kms.amazonaws.com && $.errorCode NOT EXISTS }';
    expect(decide(KEY, [...exact, wide])).toMatchObject({ verdict: 'covers', overbroad: null });
  });
});
