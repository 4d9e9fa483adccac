import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { OPERATIONS } from '../collect/operations.js';
import { BENCHMARKS } from '../report/benchmarks/benchmarks.js';
import { CONTROLS } from '../report/controls/controls.js';
import { explainControl } from '../report/controls/explain-control.js';
import { engagementSchema } from '../report/engagement/engagement.js';
import { diffSchema } from '../report/outputs/diff-schema.js';
import { historySchema } from '../report/outputs/history-schema.js';
import { reportSchema } from '../report/outputs/report-schema.js';
import { indexSchema } from '../snapshot/index-schema.js';
import { snapshotSchema } from '../snapshot/schema.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

describe('the documentation', () => {
  it.each(pages)('%s links only to what is there', (page) => {
    for (const [, target = ''] of read(page).matchAll(/\]\(([^)#]+)[^)]*\)/g)) {
      if (/^https?:/.test(target)) continue;
      expect(existsSync(join(ROOT, page, '..', target)), `${page} links to ${target}`).toBe(true);
    }
  });

  it.each(pages)('%s names only files and folders that are there', (page) => {
    for (const [, path = ''] of read(page).matchAll(
      /`((?:cli|collect|snapshot|report|templates|samples|test|bench|docs|scripts)\/[\w./-]*)`/g,
    )) {
      expect(existsSync(join(ROOT, path)), `${page} names ${path}`).toBe(true);
    }
  });

  it('lists every call that a collection makes, with its IAM action', () => {
    const rows = read('docs/collection.md').matchAll(/^\| `(\w+)` \| `(\w+)` \| `([\w:]+)` \|/gm);
    const listed = [...rows].map(([, service, operation, action]) => `${service}:${operation} ${action}`);
    expect(listed.sort()).toEqual(OPERATIONS.map(({ name, iamAction }) => `${name} ${iamAction}`).sort());
  });

  it.each([
    ['snapshot', snapshotSchema],
    ['index', indexSchema],
    ['report', reportSchema],
    ['engagement', engagementSchema],
    ['diff', diffSchema],
    ['history', historySchema],
  ])('publishes the schema of the %s as it is (npm run docs)', (name, schema) => {
    expect(JSON.parse(read(`docs/schema/${name}.schema.json`))).toEqual(
      JSON.parse(JSON.stringify(z.toJSONSchema(schema))),
    );
  });
});

describe('the page of each control', () => {
  it.each(CONTROLS)('docs/controls/$slug.md says what the program says (npm run docs)', (control) => {
    expect(read(`docs/controls/${control.slug}.md`)).toBe(explainControl(control, BENCHMARKS));
  });
});

describe('the controls', () => {
  it('stand one in a file that bears the slug', () => {
    const files = readdirSync(join(ROOT, 'report/controls'))
      .map((name) => name.replace(/\.ts$/, ''))
      .filter((name) => !['control', 'controls', 'explain-control', 'requirement-of'].includes(name));
    expect(files.sort()).toEqual(CONTROLS.map((control) => control.slug).sort());
  });
});
