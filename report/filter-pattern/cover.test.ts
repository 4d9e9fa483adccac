import { describe, expect, test } from 'vitest';
import { BENCHMARKS, findBenchmark } from '../benchmarks/benchmarks.js';
import { CONTROLS } from '../controls/controls.js';
import { requirementOf } from '../controls/requirement-of.js';
import { inEnglish } from '../language/phrase.js';
import { type CoverFacts, cover, requiredEvents } from './cover.js';
import corpus from './fixtures/corpus.json' with { type: 'json' };
import spellings from './fixtures/spellings.json' with { type: 'json' };
import { match } from './match.js';
import { parse } from './parser.js';
import type { Requirement } from './requirement.js';
import { modelFaults } from './testing/in-model.js';

const facts: CoverFacts = {
  account: '111122223333',
  partition: 'aws',
  region: 'us-east-1',
  time: '2026-01-15T10:00:00Z',
  recipient: 'any',
};

function requirement(slug: string, version: string): Requirement {
  const control = CONTROLS.find((each) => each.slug === slug);
  const entry = findBenchmark(version)?.controls.find((each) => each.slug === slug);
  if (control?.kind !== 'events' || entry === undefined) throw new Error(`no ${slug} in ${version}`);
  return requirementOf(control, entry);
}

function decide(slug: string, version: string, patterns: readonly string[], given = facts) {
  const filters = patterns.map((text, index) => ({ id: String(index), parsed: parse(text) }));
  return cover({ requirement: requirement(slug, version), filters, facts: given });
}

const judged = corpus.flatMap((row) =>
  row.expected === undefined || row.control === null
    ? []
    : Object.entries(row.expected).map(([version, verdict]) => [row.id, version, verdict, row] as const),
);

describe('the corpus of real filters', () => {
  test.each(judged)('%s under %s is %s', (_, version, verdict, row) => {
    const result = decide(row.control ?? '', version, [row.pattern]);
    expect(result.verdict).toBe(verdict);
    if (verdict === 'covers') expect(result.overbroad !== null).toBe(row.overbroad === true);
    const { eventSource } = requirement(row.control ?? '', version);
    for (const { state, witness } of result.events) {
      if (witness !== null) expect(modelFaults(witness, eventSource)).toEqual([]);
      expect(witness === null).toBe(state !== 'missed');
      const parsed = parse(row.pattern);
      if (witness !== null && parsed.kind === 'parsed') expect(match(parsed.pattern, witness).kind).not.toBe('yes');
    }
  });
});

describe('spellings that text comparison gets wrong', () => {
  test.each(spellings.map((row) => [row.name, row] as const))('%s', (_, row) => {
    const result = decide(row.control, row.version, [row.pattern]);
    expect(result.verdict).toBe(row.verdict);
    expect(result.overbroad !== null).toBe(row.overbroad);
  });
});

describe('the printed texts', () => {
  const printed = BENCHMARKS.flatMap(({ version, controls }) =>
    controls.flatMap(({ slug, patterns }) => patterns.map(({ text, role }) => [slug, version, role, text] as const)),
  );
  test.each(printed)('%s of %s (%s) covers itself', (slug, version, _, text) => {
    expect(decide(slug, version, [text]).verdict).toBe('covers');
  });
});

const TRAIL = 'cloudtrail-config-changes';
const ROOT = 'root-account-usage';
const UNAUTHORIZED = 'unauthorized-api-calls';

describe('required events', () => {
  test('are one for each event name that the pattern fixes', () => {
    expect(requiredEvents(requirement(TRAIL, '5.0.0')).map(({ id, eventName }) => [id, eventName])).toEqual(
      ['CreateTrail', 'UpdateTrail', 'DeleteTrail', 'StartLogging', 'StopLogging'].map((name) => [name, name]),
    );
  });

  test('have a readable name and a condition where no event is named', () => {
    expect(requiredEvents(requirement(UNAUTHORIZED, '5.0.0'))).toEqual([
      {
        id: 'UnauthorizedOperation',
        eventName: null,
        condition:
          '{ $.errorCode = "*UnauthorizedOperation" && $.sourceIPAddress != "delivery.logs.amazonaws.com" && $.eventName != "HeadBucket" }',
      },
      {
        id: 'AccessDenied',
        eventName: null,
        condition:
          '{ $.errorCode = "AccessDenied*" && $.sourceIPAddress != "delivery.logs.amazonaws.com" && $.eventName != "HeadBucket" }',
      },
    ]);
    expect(requiredEvents(requirement(ROOT, '1.2.0')).map(({ id }) => id)).toEqual(['root']);
  });
});

describe('a set of filters', () => {
  const five = ['CreateTrail', 'UpdateTrail', 'DeleteTrail', 'StartLogging', 'StopLogging'];

  test('covers together what none covers alone', () => {
    expect(
      decide(
        TRAIL,
        '5.0.0',
        five.map((name) => `{ $.eventName = ${name} }`),
      ).verdict,
    ).toBe('covers');
    const split = [
      '{ $.eventName = "*Trail" && $.errorCode NOT EXISTS }',
      '{ $.eventName = "*Trail" && $.errorCode = * }',
    ];
    expect(decide(TRAIL, '5.0.0', [...split, '{ $.eventName = "*Logging" }']).verdict).toBe('covers');
  });

  test('sees nothing if it is empty, and says so with a record for each event', () => {
    const result = decide(TRAIL, '5.0.0', []);
    expect(result.verdict).toBe('none');
    expect(result.events.map(({ witness }) => witness?.['eventName'])).toEqual(five);
  });

  test('goes on where one of them would be refused, and notes it', () => {
    const [good = ''] = five.map(() => `{ ${five.map((name) => `$.eventName = ${name}`).join(' || ')} }`);
    const result = decide(TRAIL, '5.0.0', ["{ $.a = 'b' }", good]);
    expect(result.verdict).toBe('covers');
    expect(result.notes.map(inEnglish).join()).toContain('Filter 0: AWS would refuse it, so it sees nothing.');
    expect(decide(TRAIL, '5.0.0', ["{ $.a = 'b' }", '{ $.eventName = StopLogging }']).verdict).toBe('partial');
  });

  test('cannot be told to miss anything where one of them is not understood', () => {
    const result = decide(TRAIL, '5.0.0', ['{ $.eventName = StopLogging }', '{ $.a not exists }']);
    expect(result.events.map(({ state }) => state)).toEqual([
      'undecided',
      'undecided',
      'undecided',
      'undecided',
      'covered',
    ]);
    expect(result.verdict).toBe('undecided');
  });
});

describe('what is not settled', () => {
  test.each([
    ['{ $.eventSource = "cloud*.amazonaws.com" }', 'an asterisk inside'],
    ['{ $.eventSource = cloudtrail.amazonaws.com && $.readOnly = false }', 'true and false'],
    ['{ $.resources[*] != "x" || $.eventName = "StopLogging" }', 'selector with a wildcard'],
    ['[a, b]', 'splits into fields'],
    ['%^.*StopLogging%', 'orders and spaces'],
  ])('decides nothing, and is named: %s', (pattern, name) => {
    const result = decide(TRAIL, '5.0.0', [pattern]);
    expect(result.verdict).toBe('undecided');
    expect(result.notes.map(inEnglish).join()).toContain(name);
  });

  test.each([
    '{ $.eventSource = cloudtrail.amazonaws.com && $.userAgent != "a*b" || $.eventSource = cloudtrail.amazonaws.com }',
    '{ $.eventSource = cloudtrail.amazonaws.com && ($.readOnly = false || $.readOnly != false || $.readOnly IS FALSE) }',
    '{ $.eventSource = cloudtrail.amazonaws.com && ($.readOnly != "x*y" || $.eventID = "*") }',
  ])('does no harm where every reading says the same: %s', (pattern) => {
    expect(decide(TRAIL, '5.0.0', [pattern]).verdict).toBe('covers');
  });

  test('is no excuse where every reading misses something', () => {
    const result = decide(TRAIL, '5.0.0', ['{ $.userIdentity.accountId = 111122223333 }']);
    expect(result.verdict).toBe('partial');
    expect(result.events.every(({ state }) => state === 'missed')).toBe(true);
  });
});

describe('the ties of the model', () => {
  test.each([
    [TRAIL, '{ $.eventSource = cloudtrail.amazonaws.com && $.readOnly IS FALSE }', 'readOnly is false'],
    [
      'console-signin-without-mfa',
      '{ $.eventName = ConsoleLogin && $.additionalEventData.MFAUsed = No }',
      'MFAUsed "Yes" or "No"',
    ],
    [
      TRAIL,
      '{ $.eventSource = cloudtrail.amazonaws.com && $.awsRegion != "x" || $.awsRegion = "x" }',
      'Every record has',
    ],
  ])('are named where %s leans on them', (slug, pattern, tie) => {
    const result = decide(slug, '5.0.0', [pattern]);
    expect(result.verdict).toBe('covers');
    expect(result.notes.map(inEnglish).join()).toContain(tie);
  });

  test('are not named where nothing leans on them', () => {
    const pattern = '{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }';
    expect(decide('console-authentication-failures', '5.0.0', [pattern]).notes).toEqual([]);
  });

  test('make the account itself the recipient, unless it is only an example', () => {
    const pattern = '{ $.eventName = "*" && $.recipientAccountId = "111122223333" }';
    expect(decide(TRAIL, '5.0.0', [pattern]).verdict).toBe('partial');
    const own = decide(TRAIL, '5.0.0', [pattern], { ...facts, recipient: 'own' });
    expect(own.verdict).toBe('covers');
    expect(own.notes.map(inEnglish).join()).toContain('recipientAccountId');
  });

  test('split a sign-in by who signs in: an IAM user has no session', () => {
    const pattern =
      '{ $.eventName = ConsoleLogin && $.additionalEventData.MFAUsed != Yes && $.userIdentity.sessionContext.sessionIssuer.arn != "arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*" }';
    expect(decide('console-signin-without-mfa', '5.0.0', [pattern]).verdict).toBe('partial');
    const noSaml = pattern.replace(
      /\$\.userIdentity\.session.*" }/,
      '$.additionalEventData.SamlProviderArn NOT EXISTS }',
    );
    expect(decide('console-signin-without-mfa', '5.0.0', [noSaml]).verdict).toBe('covers');
    const noSso = pattern.replace(
      /\$\.userIdentity\.session.*" }/,
      '$.userIdentity.arn != "*:assumed-role/AWSReservedSSO_*" }',
    );
    expect(decide('console-signin-without-mfa', '5.0.0', [noSso]).verdict).toBe('covers');
  });
});

describe('other forms', () => {
  test.each([
    ['StopLogging', 'partial'],
    ['?CreateTrail ?UpdateTrail ?DeleteTrail ?StartLogging ?StopLogging', 'covers'],
    ['"cloudtrail.amazonaws.com"', 'covers'],
    ['"cloudtrail.amazonaws.com" -AccessDenied', 'partial'],
    ['eventVersion', 'covers'],
    ['" "', 'covers'],
    ['%StopLogging|StartLogging|(Create)%', 'malformed'],
    ['%Trail|[A-Z][a-z]+Logging%', 'covers'],
    ['[...]', 'covers'],
  ])('are decided where an answer follows: %s %s', (pattern, verdict) => {
    expect(decide(TRAIL, '5.0.0', [pattern]).verdict).toBe(verdict);
  });
});

describe('nodes inside nodes', () => {
  test.each([
    [
      '{ $.requestParameters NOT EXISTS || $.requestParameters.name NOT EXISTS || $.requestParameters.name != x }',
      'partial',
    ],
    ['{ $.eventName.x NOT EXISTS }', 'covers'],
    ['{ $.eventName[0] NOT EXISTS && $.eventName = "*" }', 'covers'],
    ['{ $.userIdentity.x = 1 && $.userIdentity = "x" }', 'none'],
    ['{ $.x[1] = 1 && $.x[0] NOT EXISTS }', 'none'],
    ['{ $.x[1] NOT EXISTS || $.x[0] = 5 || $.x[0] != 5 || $.x[0] IS NULL }', 'partial'],
    ['{ $.resources[*].ARN = "*" }', 'partial'],
  ])('%s %s', (pattern, verdict) => {
    expect(decide(TRAIL, '5.0.0', [pattern]).verdict).toBe(verdict);
  });
});

describe('a pattern that is built to cost time', () => {
  const letters = ['ab', 'bc', 'cd', 'da', 'ac', 'bd'];
  const hostile = [
    `{ $.errorCode = "${'*a'.repeat(480)}*" }`,
    '{ $.errorCode = %a[ab]{900}% || $.awsRegion = %b[ab]{1,900}a% || $.errorCode NOT EXISTS }',
    `{ ${Array.from({ length: 24 }, (_, index) => `($.f${index} = a || $.g${index} != b)`).join(' && ')} }`,
    `{ ${letters.flatMap((x) => letters.slice(0, 3).map((y) => `($.awsRegion = "*${x}*" || $.eventID != "*${y}*")`)).join(' && ')} }`,
    `{ ${letters.flatMap((x) => letters.slice(0, 2).map((y) => `($.awsRegion = "*${x}*" && $.eventID != "*${y}*" && $.eventTime != "*${x}${y}*")`)).join(' || ')} }`,
    `{ ${Array.from({ length: 28 }, (_, index) => `($.a${'.b'.repeat(index % 9)} = 1 && $.a[${index}] = 2)`).join(' || ')} }`,
    Array.from({ length: 150 }, (_, index) => `-${index}x`).join(' '),
  ];

  test.each(hostile.map((text) => [text.slice(0, 60), text]))('is answered in time: %s', (_, text) => {
    expect(text.length).toBeLessThanOrEqual(1024);
    const before = performance.now();
    for (const slug of [TRAIL, ROOT, UNAUTHORIZED]) {
      const { verdict } = decide(slug, '5.0.0', [text]);
      expect(['partial', 'none', 'undecided']).toContain(verdict);
    }
    // Far above what it takes, so that a busy machine does not fail it; the bench has the real bound.
    expect(performance.now() - before).toBeLessThan(5000);
  });

  test('does not hide what other filters cover', () => {
    const good = '{ $.eventName = "*Trail" || $.eventName = "*Logging" }';
    expect(decide(TRAIL, '5.0.0', [...hostile, good]).verdict).toBe('covers');
  });
});
