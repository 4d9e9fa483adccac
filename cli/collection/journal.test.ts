import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { answered } from '../../collect/testing/calls.js';
import { findUnfinished, type RunLine, startJournal } from './journal.js';

const ACCOUNT = '111111111111';
const RUN: RunLine = {
  kind: 'run',
  startedAt: '2026-01-02T03:04:05.000Z',
  endedAt: null,
  tool: { name: 'trailproof', version: '9.9.9' },
  scope: 'needed',
  logGroups: [],
};
const CALL = answered('iam:ListAccountAliases', 'us-east-1', { AccountAliases: [] });

async function folder(): Promise<string> {
  const out = await mkdtemp(join(tmpdir(), 'trailproof-journal-'));
  onTestFinished(() => rm(out, { recursive: true, force: true }));
  return out;
}

it('keeps what was read until the program was stopped', async () => {
  const out = await folder();
  startJournal(out, ACCOUNT, RUN, null).add(CALL);
  expect(await findUnfinished(out, ACCOUNT)).toMatchObject({ runs: [{ startedAt: RUN.startedAt }], calls: [CALL] });
});

it('adds nothing after a write that failed, for a part of it may be there', async () => {
  const out = await folder();
  const journal = startJournal(out, ACCOUNT, RUN, null);
  await rm(journal.path);
  await mkdir(journal.path);
  expect(() => journal.add(CALL)).toThrow('cannot write');
  await rm(journal.path, { recursive: true });
  expect(() => journal.add(CALL)).toThrow('cannot write');
  expect(await readdir(join(out, '.unfinished'))).toEqual([]);
});
