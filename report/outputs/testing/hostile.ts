// Reports in which every text that could come from outside is replaced.
import type { Report } from '../../model.js';

/** Everything that has ever broken a report: markup, styles, templates, links, characters that hide or turn text. */
export const HOSTILE_TEXT = [
  '<script>document.title="ran"</script><img src=http://192.0.2.1/i onerror=alert(1)>',
  '"\'><svg onload=alert(1)><iframe src=file:///etc/passwd></iframe>',
  '</style></title></textarea></pre></svg><style>@import url(http://192.0.2.1/c);*{display:none}</style>',
  '<meta http-equiv=refresh content="0;url=http://192.0.2.1/"><base href=http://192.0.2.1/><link rel=stylesheet href=//192.0.2.1/>',
  '{{constructor}}{{{this}}}{{#each}}{{> control}}#{7*7}<%= 7 %>',
  'javascript:alert(1)//url(http://192.0.2.1)}*{color:red}\\3c ',
  'a\u202Eb\u2066c\u200Bd\u0000e\u001B[31mf\u2028g\uD800h\u00A0i\rj\nk\tl',
].join(' ');

/** Fields whose values are words of the model, not text. */
const WORDS = new Set(['outcome', 'kind', 'state', 'basis', 'effect', 'assessment', 'lostAt', 'link', 'language']);

/** A copy with every other string replaced, and the keys of records too; accounts stay recognisable by one same name. */
export function poisoned(report: Report, text: string): Report {
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return WORDS.has(key) ? value : text;
    if (Array.isArray(value)) return value.map((item) => walk(item, key));
    if (value === null || typeof value !== 'object') return value;
    const free = key === 'witness' || key === 'input';
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [free ? `${text}${name}` : name, walk(member, free ? '' : name)]),
    );
  };
  return walk(report, '') as Report;
}
