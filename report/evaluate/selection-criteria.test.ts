import { describe, expect, it } from 'vitest';
import { parseSelectionCriteria } from './selection-criteria.js';

const HERE = { account: '111122223333', region: 'eu-west-1' };

describe('the field selection criteria of a filter', () => {
  it.each<[string, boolean]>([
    ['@aws.account = "111122223333"', true],
    ['@aws.account != "111122223333"', false],
    ['@aws.account IN ["444455556666", "111122223333"]', true],
    ['@aws.account NOT IN ["111122223333"]', false],
    ['@aws.region = "us-east-1" OR @aws.account = "111122223333"', true],
    ['@aws.region = "us-east-1" AND @aws.account = "111122223333"', false],
    ['(@aws.region = "us-east-1" OR @aws.region = "eu-west-1") AND @aws.account = "111122223333"', true],
    ['@aws.account="111122223333"', true],
  ])('%s: %s', (text, expected) => {
    expect(parseSelectionCriteria(text)?.(HERE)).toBe(expected);
  });

  it.each([
    '',
    '@aws.account',
    '@aws.account == "1"',
    '@aws.user = "x"',
    '@aws.account IN []',
    '(@aws.account = "1"',
    '@aws.account = "1" XOR @aws.account = "2"',
    '('.repeat(1_900),
    'x'.repeat(3_000),
  ])('is not understood: %.40s', (text) => {
    expect(parseSelectionCriteria(text)).toBeNull();
  });
});
