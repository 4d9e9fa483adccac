// Rule 1: missing, denied, failed or unreadable evidence never makes a pass or a fail. For every control, every
// operation that it needs, and every way in which evidence can be missing.
import { describe, expect, it } from 'vitest';
import { type AccountPlan, buildSnapshot } from '../samples/account-builder.js';
import type { Call } from '../snapshot/schema.js';
import { CONTROLS } from './controls/controls.js';
import { controlOf, GOOD, judgePlan, judgeSnapshot } from './evaluate/testing/judge-plan.js';

const operations = [...new Set(CONTROLS.flatMap((control) => control.needs))];

const FAULTS: readonly { readonly title: string; readonly name: string }[] = [
  { title: 'denied', name: 'AccessDeniedException' },
  { title: 'failed', name: 'InternalFailure' },
  { title: 'throttled out', name: 'ThrottlingException' },
];

/** Ways to spoil one operation's calls in a finished snapshot. */
const SPOILERS: readonly { readonly title: string; readonly spoil: (call: Call) => readonly Call[] }[] = [
  { title: 'missing from the snapshot', spoil: () => [] },
  {
    title: 'answered with something else than AWS gives',
    spoil: (call) => [{ ...call, outcome: { kind: 'ok', pages: 1, items: 0, answer: { nothing: 'of use' } } }],
  },
  {
    title: 'answered with values of other kinds',
    spoil: (call) => {
      if (call.outcome.kind !== 'ok') return [call];
      const answer = Object.fromEntries(Object.keys(call.outcome.answer).map((key) => [key, 42]));
      return [{ ...call, outcome: { ...call.outcome, answer } }];
    },
  },
  {
    title: 'skipped',
    spoil: (call) => [
      { ...call, outcome: { kind: 'skipped', error: { name: 'DependencyNotRead', message: 'Not asked.' } } },
    ],
  },
];

describe('an account in which everything works', () => {
  it('passes every control', async () => {
    const results = await judgePlan();
    for (const control of CONTROLS) expect(controlOf(results, control.slug).outcome, control.slug).toBe('pass');
  });
});

describe.each(operations)('when %s', (operation) => {
  const needing = CONTROLS.filter((control) => control.needs.some((name) => name === operation));

  it.each(FAULTS)('is $title, every control that needs it is not assessed, and says so', async ({ name }) => {
    const results = await judgePlan({ faults: [{ operation, name, message: 'refused by the test' }] });
    for (const { slug } of needing) {
      const { outcome, reasons } = controlOf(results, slug);
      expect(outcome, slug).toBe('not-assessed');
      const missing = reasons.filter((reason) => reason.effect === 'hides').flatMap((reason) => reason.resources);
      expect(
        missing.map((resource) => resource.name),
        slug,
      ).toContain(operation);
    }
  });

  it.each(SPOILERS)('is $title, every control that needs it is not assessed', async ({ spoil }) => {
    const whole = await buildSnapshot(GOOD);
    const isIt = (call: Call): boolean => `${call.service}:${call.operation}` === operation;
    const snapshot = { ...whole, calls: whole.calls.flatMap((call) => (isIt(call) ? spoil(call) : [call])) };
    const results = judgeSnapshot(snapshot);
    for (const { slug } of needing) expect(controlOf(results, slug).outcome, slug).toBe('not-assessed');
  });
});

describe('one region closed by policy', () => {
  it('takes nothing from the multi-region trail that the others show, and leaves Security Hub open', async () => {
    const denied = (operation: 'cloudtrail:DescribeTrails' | 'securityhub:DescribeHub') => ({
      operation,
      region: 'us-west-2',
      name: 'AccessDeniedException',
      message: 'explicit deny in a service control policy',
    });
    const results = await judgePlan({
      faults: [denied('cloudtrail:DescribeTrails'), denied('securityhub:DescribeHub')],
    });
    expect(controlOf(results, 'iam-policy-changes').outcome).toBe('pass');
    expect(controlOf(results, 'security-hub-enabled').outcome).toBe('not-assessed');
  });

  it('does not hide that Security Hub is off in another region', async () => {
    const faults = [
      { operation: 'securityhub:DescribeHub', region: 'us-west-2', name: 'AccessDeniedException', message: '' },
    ] as const;
    const results = await judgePlan({ faults, securityHub: ['eu-west-1'] });
    expect(controlOf(results, 'security-hub-enabled').outcome).toBe('fail');
  });
});

describe('what is named as missing', () => {
  it('is what stands behind the filters of the control, and not what stands behind those of others', async () => {
    const other = 'arn:aws:sns:eu-west-1:111122223333:another';
    const plan: Partial<AccountPlan> = {
      metricFilters: GOOD.metricFilters.filter(
        ({ filterName }) => filterName === 'cis-4-4' || filterName === 'cis-4-5',
      ),
      metricAlarms: GOOD.metricAlarms.map((alarm) =>
        alarm['AlarmName'] === 'cis-4-5' ? { ...alarm, AlarmActions: [other] } : alarm,
      ),
      topics: [...GOOD.topics, ...GOOD.topics.map((topic) => ({ ...topic, arn: other }))],
      faults: [{ operation: 'sns:ListSubscriptionsByTopic', name: 'AuthorizationErrorException', message: 'no' }],
    };
    const { calls } = await buildSnapshot({ ...GOOD, ...plan });
    const { outcome, reasons } = controlOf(await judgePlan(plan), 'cloudtrail-config-changes');
    expect(outcome).toBe('not-assessed');
    const asked = reasons
      .flatMap((reason) => reason.resources)
      .filter(({ kind }) => kind === 'call')
      .map(({ id }) => calls[Number(id.replace('call ', ''))]?.input['TopicArn']);
    expect(asked).toEqual([other]);
  });
});
