import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asciiJson, hclString, jmesLiteral, powershellQuote, shellQuote, visible } from './quoting.js';

const NASTY = [
  '',
  "it's",
  '$(id) `id` $\u007bHOME} $HOME $$',
  'a\nb\rc\td\u0000e\u001b[0m',
  '--option',
  '%{ if true } %%{ $$\u007bx} $$\u007b $$$\u007b $\u007b',
  '$',
  '%',
  '\\ \\\\ \\" \\u0041 \\',
  '\u202e\u2028\u2019\ud83d\ude00',
  '"""<<EOF',
];

describe('the quoting', () => {
  it.each(NASTY)('gives JSON of plain ASCII that means the same: %j', (text) => {
    expect(JSON.parse(asciiJson({ text }))).toEqual({ text });
    expect(asciiJson({ text })).toMatch(/^[\x20-\x7e]*$/);
    expect(asciiJson({ text })).not.toMatch(/[`']/);
  });

  it.each(NASTY.filter((text) => !text.includes('\u0000')))(
    'gives a word of the shell that is the text: %j',
    (text) => {
      const ran = spawnSync('sh', ['-s'], { input: `printf %s ${shellQuote(text)}`, encoding: 'utf8' });
      expect(ran.stdout).toBe(text);
    },
  );

  it('gives a literal of JMESPath that nothing in the text ends', () => {
    for (const text of NASTY) expect(jmesLiteral(text).slice(1, -1)).not.toContain('`');
  });

  it('doubles single quotes for PowerShell', () => {
    expect(powershellQuote("it's $x `y`")).toBe("'it''s $x `y`'");
  });

  it('shows every text on one line of ASCII, and no two alike', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
        expect(visible(one)).toMatch(/^[\x20-\x7e]*$/);
        expect(visible(one) === visible(other)).toBe(one === other);
      }),
    );
  });

  it('leaves no template in a string of HCL, whatever comes together', () => {
    const part = fc.constantFrom('$', '%', '{', '}', '\\', '"', '\n', 'x', '\u2028', '\ud83d\ude00');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        const written = hclString(text);
        expect(written).not.toMatch(/[$%]\{/);
        expect(written).not.toMatch(/[$%][$%]/);
        expect(written).toMatch(/^"(?:[\x20-\x21\x23-\x5b\x5d-\x7e]|\\["\\nrt]|\\u[0-9a-f]{4}|\\U[0-9a-f]{8})*"$/);
      }),
    );
  });

  it('gives strings of HCL that are read back as the text, whatever follows a backslash', () => {
    const short: Record<string, string> = { n: '\n', r: '\r', t: '\t' };
    const read = (written: string): string =>
      written
        .slice(1, -1)
        .replace(/\\(?:u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/g, (_, four, eight, one) =>
          (four ?? eight) ? String.fromCodePoint(Number.parseInt(four ?? eight, 16)) : (short[one] ?? one),
        );
    const part = fc.constantFrom('\\', 'b', 'f', 'n', 'u0041', '"', '$', '\b', '\f', '\ud83d\ude00');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        expect(read(hclString(text))).toBe(text);
      }),
    );
  });

  it('gives strings of HCL that Terraform itself reads as they were meant', () => {
    if (spawnSync('terraform', ['-version']).status !== 0) {
      process.stderr.write(
        '*** SKIPPED: there is no terraform; test/remediate-scripts.test.ts reads them with a parser\n',
      );
      return;
    }
    const folder = mkdtempSync(join(tmpdir(), 'trailproof-hcl-'));
    try {
      const list = NASTY.map((text) => `  ${hclString(text)},`).join('\n');
      writeFileSync(join(folder, 'main.tf'), `locals {\n  all = [\n${list}\n  ]\n}\n`);
      const env = { ...process.env, TF_CLI_CONFIG_FILE: devNull, CHECKPOINT_DISABLE: '1' };
      const input = 'base64encode(jsonencode(local.all))\n';
      const ran = spawnSync('terraform', ['console'], { cwd: folder, env, input, encoding: 'utf8' });
      expect(ran.status, ran.stderr).toBe(0);
      const json = Buffer.from(ran.stdout.trim().replaceAll('"', ''), 'base64').toString();
      expect(JSON.parse(json)).toEqual(NASTY);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
