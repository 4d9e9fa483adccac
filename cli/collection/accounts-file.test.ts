import { describe, expect, it } from 'vitest';
import { parseAccounts } from './accounts-file.js';

describe('a list of accounts', () => {
  it('may be YAML, and an account number may begin with zeros and stand without quotes', () => {
    const text =
      'accounts:\n  - id: 012345678901\n    role: audit\n    alias: 1\n    tags: { stage: prod, cost: 12 }\n  - id: "222222222222"\n';
    expect(parseAccounts(text, 'list.yaml')).toEqual([
      { id: '012345678901', role: 'audit', alias: '1', tags: { stage: 'prod', cost: '12' } },
      { id: '222222222222' },
    ]);
  });

  it('may be JSON, with or without a word around the list', () => {
    const list = [{ id: '111111111111', role: 'arn:aws:iam::111111111111:role/audit', externalId: 'abc' }];
    expect(parseAccounts(JSON.stringify(list), 'list.json')).toEqual(list);
    expect(parseAccounts(JSON.stringify({ accounts: list }), 'list.json')).toEqual(list);
  });

  it.each([
    ['accounts: [', 'list: not YAML or JSON: '],
    ['', 'list: at the top: '],
    ['accounts: []', 'list: at accounts: '],
    ['- id: 1234', 'list: at [0].id: expected 12 digits.'],
    ['- id: 111111111111\n  rolle: x', 'list: at [0]: Unrecognized key: "rolle".'],
    ['- id: 111111111111\n- id: 111111111111', 'list: account 111111111111 stands there twice.'],
  ])('%j is refused in one line that says where', (text, expected) => {
    let said = '';
    try {
      parseAccounts(text, 'list');
    } catch (error) {
      said = error instanceof Error ? error.message : '';
    }
    expect(said).toContain(expected);
    expect(said).not.toContain('\n');
  });
});
