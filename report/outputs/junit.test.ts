import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { renderJunit } from './junit.js';
import { EVERY_OUTCOME, hostileReport } from './testing/every-outcome.js';
import { MIXED_REPORT } from './testing/mixed-report.js';
import { officialSchema } from './testing/official-schema.js';

const xml = renderJunit(EVERY_OUTCOME);

function testcase(slug: string): string {
  return xml.split('<testcase ').find((part) => part.startsWith(`name="`) && part.includes(` ${slug}: `)) ?? '';
}

describe('the JUnit XML', () => {
  it.each([
    ['iam-policy-changes', null],
    ['root-account-usage', 'failure'],
    ['route-table-changes', 'error'],
    ['organizations-changes', 'skipped'],
    ['nacl-changes', 'skipped'],
  ])('%s has inside it: %s', (slug, element) => {
    const inside = [...testcase(slug).matchAll(/<(failure|error|skipped)\b/g)].map(([, name]) => name);
    expect(testcase(slug)).not.toBe('');
    expect(inside).toEqual(element === null ? [] : [element]);
  });

  it('keeps a waived failure a failure, and says that it is waived', () => {
    expect(testcase('cloudtrail-config-changes')).toMatch(
      /<failure message="Waived\. not met: [^>]*type="filter-misses-/,
    );
  });

  it('has a suite for each account and version, whose numbers are those of its cases', () => {
    const suites = xml.split('<testsuite ').slice(1);
    expect(suites).toHaveLength(4);
    for (const suite of suites) {
      const attribute = (name: string) => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1]);
      expect(attribute('tests')).toBe(suite.match(/<testcase /g)?.length);
      expect(attribute('failures')).toBe(suite.match(/<failure /g)?.length);
      expect(attribute('errors')).toBe(suite.match(/<error /g)?.length);
    }
  });

  it('gives no two cases of a report one name', () => {
    const names = [...xml.matchAll(/<testcase name="([^"]*)" classname="([^"]*)"/g)].map(([whole]) => whole);
    expect(names).toHaveLength(EVERY_OUTCOME.controls.length);
    expect(new Set(names).size).toBe(names.length);
  });

  it('tells what is lost and what to do', () => {
    expect(testcase('root-account-usage')).toContain('Have the two addresses confirm their subscription');
    expect(testcase('cloudtrail-config-changes')).toMatch(
      /Reaches nobody: .*(DeleteTrail|StopLogging) \(metric filter\)/,
    );
  });

  it('holds hostile text as text', () => {
    const hostile = renderJunit(hostileReport());
    expect(hostile).toContain('&lt;script&gt;document.title=');
    // Every `<` that is left begins an element of ours.
    const tags = new Set([...hostile.matchAll(/<\/?([^\s/>]*)/g)].map(([, name]) => name));
    expect([...tags].toSorted()).toEqual(
      '?xml error failure properties property skipped system-err system-out testcase testsuite testsuites'.split(' '),
    );
    expect(hostile).toContain('a[U+202E]b[U+2066]c[U+200B]d[U+0000]e[U+001B][31mf[U+2028]g[U+D800]h');
  });

  it('is well-formed XML', async () => {
    for (const report of [EVERY_OUTCOME, MIXED_REPORT, hostileReport(), hostileReport('\uFFFE\u0001]]>&#0;')]) {
      const { valid, errors } = await validateXML({ xml: renderJunit(report), normalization: 'format' });
      expect(errors).toEqual([]);
      expect(valid).toBe(true);
    }
  });

  for (const name of ['junit-windyroad.xsd', 'junit-10.xsd']) {
    const schema = officialSchema(name);
    it.skipIf(schema === null)(`is valid under ${name}, hostile text or not`, async () => {
      for (const report of [EVERY_OUTCOME, hostileReport()]) {
        const { errors } = await validateXML({ xml: renderJunit(report), schema: schema ?? '' });
        expect(errors.map(({ message }) => message)).toEqual([]);
      }
      const broken = await validateXML({ xml: xml.replaceAll(' failures=', ' faults='), schema: schema ?? '' });
      expect(broken.valid).toBe(false);
    });
  }
});
