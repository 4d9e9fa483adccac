import type { Lang } from '../language/languages.js';
import type { Report } from '../model.js';

/**
 * Name of a report's files, without suffix: `<account>-cis-<version>` for one account, `<n>-accounts-cis-<version>` for
 * several; under several versions that of the first and how many more; then the language, if it is not English.
 */
export function documentName(report: Report): string {
  const [only, ...more] = report.accounts;
  const who = only === undefined || more.length > 0 ? `${report.accounts.length}-accounts` : only.id;
  const others = report.benchmarks.length - 1;
  const name = `${who}-cis-${report.benchmark.version}${others > 0 ? `-and-${others}-more` : ''}`;
  return inLanguage(name, report.language);
}

/** The name of the same document in a language: that of the English one has no mark. */
export function inLanguage(name: string, language: Lang): string {
  return language === 'en' ? name : `${name}-${language}`;
}
