// The arrows of docs/architecture.md, as a test over the imports.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ROOMS = ['cli', 'collect', 'snapshot', 'report', 'templates'] as const;
type Room = (typeof ROOMS)[number];

/** Which rooms a room may import from, besides itself. */
const ARROWS: Readonly<Record<Room, readonly Room[]>> = {
  cli: ['collect', 'report', 'snapshot'],
  collect: ['snapshot'],
  report: ['snapshot', 'templates'],
  snapshot: [],
  templates: [],
};

const files = ROOMS.flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.includes('testing'))
    .map((name) => join(room, name)),
);

function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const statements = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^'";]*?from\s*'([^']+)'|import\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g,
  );
  return [...statements].map((found) => found[1] ?? found[2] ?? found[3] ?? '');
}

function roomOf(path: string): Room | null {
  return ROOMS.find((room) => path.split('/')[0] === room) ?? null;
}

describe('the house', () => {
  it('has files to look at', () => {
    expect(files.length).toBeGreaterThan(60);
    expect(files.flatMap(importsOf).length).toBeGreaterThan(150);
  });

  it.each(files)('%s keeps to the arrows', (file) => {
    const room = roomOf(file);
    if (room === null) throw new Error(`${file} is in no room`);
    for (const name of importsOf(file)) {
      if (!name.startsWith('.')) continue;
      const target = relative(ROOT, resolve(ROOT, dirname(file), name));
      if (target === 'package.json') continue;
      const other = roomOf(target);
      expect(other, `${file} imports ${name}`).not.toBeNull();
      if (other !== null && other !== room) expect(ARROWS[room], `${file} imports ${name}`).toContain(other);
    }
  });

  it('lets only collect talk to AWS, and only cli/browser to a browser', () => {
    for (const file of files) {
      for (const name of importsOf(file)) {
        if (/^@aws-sdk\/|^@smithy\//.test(name)) expect(file).toMatch(/^collect\//);
        if (/puppeteer|@sparticuz/.test(name)) expect(file).toMatch(/^cli\/browser\//);
      }
    }
  });

  it('keeps the report pure: no files, sockets, processes, clock or chance', () => {
    const impure =
      /\b(?:Date\.now|Math\.random|process\.|performance\.|setTimeout|setInterval|fetch\()|new Date\(\)|globalThis/;
    for (const file of files.filter((name) => name.startsWith('report/'))) {
      // A hash is a pure function; the room has no other use for the module.
      for (const name of importsOf(file)) if (name !== 'node:crypto') expect(name, file).not.toMatch(/^node:/);
      expect(readFileSync(join(ROOT, file), 'utf8'), file).not.toMatch(/randomBytes|randomUUID|randomInt/);
      expect(readFileSync(join(ROOT, file), 'utf8').replace(/^\s*(?:\*|\/\/).*$/gm, ''), file).not.toMatch(impure);
    }
  });

  it('exports by name only, and imports files, not folders', () => {
    for (const file of files) {
      expect(readFileSync(join(ROOT, file), 'utf8'), file).not.toMatch(/^export default/m);
      for (const name of importsOf(file)) if (name.startsWith('.')) expect(name, file).toMatch(/\.(?:js|json)$/);
    }
  });
});
