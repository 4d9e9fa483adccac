// Templates, styles, fonts and texts into ES modules that the report room can import: at run time nothing is compiled and
// no file is read. Usage: node scripts/build-templates.mjs [--out <folder>]... (templates/compiled when none is given)
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import Handlebars from 'handlebars';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const source = join(root, 'templates');

/** Only `if` and `each`: whatever else a template would want is worked out in the view model. */
const COMPILE_OPTIONS = {
  strict: true,
  knownHelpersOnly: true,
  knownHelpers: { if: true, each: true, unless: false, with: false, lookup: false, log: false },
};

/** Cascade order. */
const STYLES = [
  'tokens',
  'base',
  'cover',
  'contents',
  'summary',
  'control',
  'appendix',
  'comparison',
  'rollup',
  'screen',
  'toolbar',
  'print',
];

/** Each is one concern and stands by itself; in the page they are one script. */
const SCRIPTS = ['copy', 'filter'];

const FONTS = [
  {
    family: 'IBM Plex Sans',
    package: '@fontsource/ibm-plex-sans',
    file: 'ibm-plex-sans',
    weights: [300, 400, 500, 600],
  },
  { family: 'IBM Plex Mono', package: '@fontsource/ibm-plex-mono', file: 'ibm-plex-mono', weights: [400] },
];

/** What the latin files hold; other characters fall back to the reader's fonts. */
const LATIN =
  'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD';

function compileTemplates() {
  const files = [source, join(source, 'partials')].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.hbs'))
      .sort()
      .map((name) => join(folder, name)),
  );
  return files.map((file) => {
    const text = readFileSync(file, 'utf8');
    if (text.includes('{{{') || text.includes('{{&')) {
      throw new Error(`${file}: unescaped output is not allowed; safe HTML comes from the view model as Markup.`);
    }
    return `  ${JSON.stringify(basename(file, '.hbs'))}: ${Handlebars.precompile(text, { ...COMPILE_OPTIONS, srcName: undefined })}`;
  });
}

function fontFaces() {
  const require = createRequire(import.meta.url);
  return FONTS.flatMap(({ family, package: name, file, weights }) => {
    const folder = join(dirname(require.resolve(`${name}/package.json`)), 'files');
    return weights.map((weight) => {
      const data = readFileSync(join(folder, `${file}-latin-${weight}-normal.woff2`)).toString('base64');
      return `@font-face{font-family:"${family}";font-weight:${weight};font-style:normal;font-display:block;unicode-range:${LATIN};src:url(data:font/woff2;base64,${data}) format("woff2")}`;
    });
  }).join('');
}

function styles() {
  return STYLES.map((name) => readFileSync(join(source, 'styles', `${name}.css`), 'utf8'))
    .join('\n')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .trim();
}

/** As it stands in the folder, comments too: who is to trust the page may want to read it there. */
function pageScript() {
  const text = SCRIPTS.map((name) => readFileSync(join(source, 'scripts', `${name}.js`), 'utf8').trim()).join('\n\n');
  if (/<\/script|<!--/i.test(text)) throw new Error('templates/scripts: the text would end the element it stands in.');
  return text;
}

/** Every language by its tag, English first. A text that a language lacks is English in it; a test tells of that. */
function readLocales() {
  const folder = join(source, 'locales');
  const tags = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => basename(name, '.json'))
    .sort((a, b) => (a === 'en' ? -1 : b === 'en' ? 1 : a.localeCompare(b, 'en')));
  const own = Object.fromEntries(
    tags.map((tag) => [tag, JSON.parse(readFileSync(join(folder, `${tag}.json`), 'utf8'))]),
  );
  return Object.fromEntries(tags.map((tag) => [tag, { ...filled(own.en, own[tag]), phrases: own[tag].phrases ?? {} }]));
}

function filled(model, given) {
  if (typeof model !== 'object' || Array.isArray(model)) return given ?? model;
  return Object.fromEntries(Object.entries(model).map(([key, value]) => [key, filled(value, given?.[key])]));
}

const { values } = parseArgs({ options: { out: { type: 'string', multiple: true } } });
const templates = compileTemplates();
const stylesheet = fontFaces() + styles();
const script = pageScript();
const locales = readLocales();
const tags = JSON.stringify(Object.keys(locales));
const HEAD = '// Made by scripts/build-templates.mjs from templates/. Not to be edited.';
/** As a CSP source. */
const sourceOf = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

const javascript = `${HEAD}
export const templates = {
${templates.join(',\n')},
};
export const stylesheet = ${JSON.stringify(stylesheet)};
export const stylesheetHash = ${JSON.stringify(sourceOf(stylesheet))};
export const script = ${JSON.stringify(script)};
export const scriptHash = ${JSON.stringify(sourceOf(script))};
`;

const declarations = `${HEAD}
/** Precompiled Handlebars templates by name: the pages, and the partials that they use. */
export declare const templates: Readonly<Record<string, object>> &
  Readonly<Record<'page' | 'diff-page' | 'history-page', object>>;
/** All styles, fonts embedded. */
export declare const stylesheet: string;
/** The stylesheet's hash as a CSP source, without quotes. */
export declare const stylesheetHash: string;
/** The one script: it copies commands and shows some of the controls. */
export declare const script: string;
export declare const scriptHash: string;
`;

const modules = {
  'templates.js': javascript,
  'templates.d.ts': declarations,
  'locales.js': `${HEAD}\nexport const locales = ${JSON.stringify(locales)};\n`,
  'locales.d.ts': `${HEAD}
import type en from '../locales/en.json' with { type: 'json' };
import type { Lang } from './languages.js';
/** Every text of ours that a reader sees, but for the sentences of the judgement: those are under \`phrases\`, by the English. */
export type Locale = Omit<typeof en, 'phrases'> & { readonly phrases: Readonly<Record<string, string>> };
export declare const locales: Readonly<Record<Lang, Locale>>;
`,
  'languages.js': `${HEAD}\nexport const LANGS = ${tags};\n`,
  'languages.d.ts': `${HEAD}
/** The languages that documents are written in, by their BCP 47 tags: each has a file of texts in templates/locales. */
export declare const LANGS: readonly ${tags};
export type Lang = (typeof LANGS)[number];
`,
};

/** Another process may be importing the module: it must see the old one or the new one, whole. */
function writeWhole(file, text) {
  const partial = `${file}.${process.pid}.tmp`;
  writeFileSync(partial, text);
  renameSync(partial, file);
}

for (const out of values.out ?? [join(source, 'compiled')]) {
  const folder = resolve(out);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(modules)) writeWhole(join(folder, name), text);
}
