import { describe, expect, it } from 'vitest';
import type { OperationName } from '../snapshot/operations.js';
import { connectAws } from './aws.js';
import { collector, type Description } from './collector.js';
import { type Run, runCollectors } from './run-collectors.js';

interface Input {
  readonly id?: string;
}

const ABOUT = {
  account: '111111111111',
  partition: 'aws',
  startRegion: 'us-east-1',
  otherwiseRegions: ['us-east-1'],
  logGroups: [],
};
const NOTHING = { made: [], earlier: [] };

function runOf(more: Partial<Run> = {}): Run {
  let now = 0;
  const credentials = async () => ({ accessKeyId: 'a', secretAccessKey: 'b' });
  const aws = connectAws({ profile: null, endpointUrl: null, credentials });
  return {
    fetch: async (_, job, token) => {
      const counts = { attempts: 1, throttles: 0 };
      try {
        return { kind: 'answer', answer: await job.send(aws, token), ...counts };
      } catch (thrown) {
        return { kind: 'thrown', thrown, ...counts };
      }
    },
    clock: () => {
      now += 1;
      return new Date(now);
    },
    scrub: (text) => text.replaceAll('secret', '[secret]'),
    full: false,
    run: 1,
    onCall: () => {},
    onPlanned: () => {},
    ...more,
  };
}

function describing(name: OperationName, rest: Partial<Description<Input>>) {
  return collector<Input>({
    name,
    iamAction: name,
    scope: 'regional',
    where: 'somewhere',
    after: [],
    requests: () => [],
    send: async () => ({}),
    ...rest,
  });
}

const ask = (region: string, id?: string) => ({ kind: 'ask' as const, region, input: id === undefined ? {} : { id } });

describe('runCollectors', () => {
  it('derives requests from the answers of the operations that a collector names', async () => {
    const first = describing('ec2:DescribeRegions', {
      requests: () => [ask('r1')],
      send: async () => ({ Found: ['b', 'a'] }),
    });
    const second = describing('cloudtrail:DescribeTrails', {
      after: ['ec2:DescribeRegions'],
      requests: (seen) =>
        seen
          .calls('ec2:DescribeRegions')
          .flatMap(({ outcome }) =>
            outcome.kind === 'ok' && Array.isArray(outcome.answer.Found)
              ? outcome.answer.Found.map((id) => ask('r2', id))
              : [],
          ),
      send: async (_, region, input) => ({ Asked: `${region} ${input.id}` }),
    });
    const calls = await runCollectors([first, second], ABOUT, NOTHING, runOf());
    expect(calls.map((call) => call.outcome.kind === 'ok' && call.outcome.answer.Asked)).toEqual([
      'r2 a',
      'r2 b',
      undefined,
    ]);
  });

  it('makes a call once however often it is wanted, and makes it where one reason to skip it stands against one to ask', async () => {
    let sent = 0;
    const error = { name: 'DependencyNotRead', message: 'Not asked.' };
    const one = describing('sns:GetTopicAttributes', {
      requests: () => [
        ask('r1', 'x'),
        { kind: 'skip', region: 'r1', input: { id: 'x' }, error },
        ask('r1', 'x'),
        ask('r2', 'x'),
      ],
      send: async () => {
        sent += 1;
        return {};
      },
    });
    const calls = await runCollectors([one], ABOUT, NOTHING, runOf());
    expect(calls.map(({ region, outcome }) => [region, outcome.kind])).toEqual([
      ['r1', 'ok'],
      ['r2', 'ok'],
    ]);
    expect(sent).toBe(2);
  });

  it('records a skipped call with the reason and no attempt', async () => {
    const error = { name: 'OtherAccount', message: 'Not asked: secret.' };
    const one = describing('logs:DescribeLogGroups', {
      requests: () => [{ kind: 'skip', region: 'r1', input: {}, error }],
    });
    const [call] = await runCollectors([one], ABOUT, NOTHING, runOf());
    expect(call?.outcome).toEqual({
      kind: 'skipped',
      error: { name: 'OtherAccount', message: 'Not asked: [secret].' },
    });
    expect(call?.trace.attempts).toBe(0);
  });

  it('orders calls by service, operation, region and input, whichever ends first', async () => {
    const slowFirst = (name: OperationName) =>
      describing(name, {
        requests: () => [ask('r2', 'a'), ask('r1', 'b'), ask('r1', 'a')],
        send: async (_, region) => {
          if (region === 'r1') await new Promise((resolve) => setTimeout(resolve, 20));
          return {};
        },
      });
    const calls = await runCollectors(
      [slowFirst('sns:GetTopicAttributes'), slowFirst('logs:DescribeLogGroups')],
      ABOUT,
      NOTHING,
      runOf(),
    );
    expect(calls.map(({ service, region, input }) => `${service} ${region} ${input.id}`)).toEqual([
      'logs r1 a',
      'logs r1 b',
      'logs r2 a',
      'sns r1 a',
      'sns r1 b',
      'sns r2 a',
    ]);
  });

  it('joins pages, counts them and their items, and sums the attempts', async () => {
    const paged = describing('sns:ListSubscriptionsByTopic', {
      paging: { token: 'Next', inputToken: 'id', items: ['Items'] },
      requests: () => [ask('r1')],
      send: async (_, __, { id = '0' }) => ({
        Items: [id],
        ...(Number(id) < 2 ? { Next: String(Number(id) + 1) } : {}),
        $metadata: { requestId: `request-${id}`, httpStatusCode: 200 },
      }),
    });
    const [call] = await runCollectors([paged], ABOUT, NOTHING, runOf());
    expect(call?.outcome).toEqual({ kind: 'ok', pages: 3, items: 3, answer: { Items: ['0', '1', '2'] } });
    expect(call?.input).toEqual({});
    expect(call?.trace).toMatchObject({ attempts: 3, requestId: 'request-2', httpStatus: 200 });
  });

  it.each([
    ['the same token again', (sent: number) => `token ${Math.min(sent, 2)}`],
    ['tokens in a circle', (sent: number) => `token ${sent % 3}`],
  ])('ends a call that is given %s', async (_, token) => {
    let sent = 0;
    const endless = describing('logs:DescribeMetricFilters', {
      paging: { token: 'nextToken', inputToken: 'id', items: ['metricFilters'] },
      requests: () => [ask('r1')],
      send: async () => {
        sent += 1;
        return { metricFilters: [], nextToken: token(sent) };
      },
    });
    const [call] = await runCollectors([endless], ABOUT, NOTHING, runOf());
    expect(call?.outcome).toMatchObject({ kind: 'failed', error: { name: 'EndlessPages' } });
    expect(sent).toBeLessThan(6);
  });

  it('keeps nothing of a call that fails after its first page', async () => {
    const broken = describing('logs:DescribeMetricFilters', {
      paging: { token: 'nextToken', inputToken: 'id', items: ['metricFilters'] },
      requests: () => [ask('r1')],
      send: async (_, __, { id }) => {
        if (id === undefined) return { metricFilters: [1], nextToken: 'more' };
        throw Object.assign(new Error('a secret'), {
          name: 'ServiceUnavailable',
          $fault: 'server',
        });
      },
    });
    const [call] = await runCollectors([broken], ABOUT, NOTHING, runOf());
    expect(call?.outcome).toEqual({ kind: 'failed', error: { name: 'ServiceUnavailable', message: 'a [secret]' } });
    expect(call?.trace.attempts).toBe(2);
  });

  describe('with what an earlier run has read', () => {
    const groups = describing('logs:DescribeLogGroups', {
      requests: () => [ask('r1', 'a'), ask('r1', 'b')],
      send: async (_, __, { id }) => {
        if (id === 'b') throw Object.assign(new Error('no'), { name: 'AccessDeniedException' });
        return { logGroups: [id] };
      },
    });

    it('asks only for what was not ok, and keeps for each call which run made it', async () => {
      const first = await runCollectors([groups], ABOUT, NOTHING, runOf());
      const asked: unknown[] = [];
      const again = describing('logs:DescribeLogGroups', {
        requests: () => [ask('r1', 'a'), ask('r1', 'b')],
        send: async (_, __, { id }) => {
          asked.push(id);
          return { logGroups: [id] };
        },
      });
      const second = await runCollectors([again], ABOUT, { made: [], earlier: first }, runOf({ run: 2 }));
      expect(asked).toEqual(['b']);
      expect(second.map(({ input, outcome, trace }) => [input.id, outcome.kind, trace.run])).toEqual([
        ['a', 'ok', 1],
        ['b', 'ok', 2],
      ]);
    });

    it('asks anew for an answer of which a part was left out, when what decided over that part is read anew', async () => {
      const filters = describing('logs:DescribeMetricFilters', { requests: () => [ask('r1')] });
      const alarms = describing('cloudwatch:DescribeAlarms', {
        after: ['logs:DescribeMetricFilters'],
        neededBy: ['logs:DescribeMetricFilters'],
        requests: () => [ask('r1'), ask('r2')],
        needs: () => ({ page: (page) => ({ ...page, MetricAlarms: [] }), whole: (answer) => answer }),
        send: async () => ({ MetricAlarms: [1, 2] }),
      });
      const first = await runCollectors([filters, alarms], ABOUT, NOTHING, runOf());
      expect(first[0]?.outcome).toEqual({
        kind: 'ok',
        pages: 1,
        items: 2,
        answer: { MetricAlarms: [] },
        omitted: { MetricAlarms: 2 },
      });
      const earlier = first.filter(({ operation }) => operation === 'DescribeAlarms');
      const second = await runCollectors([filters, alarms], ABOUT, { made: [], earlier }, runOf({ run: 2 }));
      expect(second.map(({ operation, region, trace }) => [operation, region, trace.run])).toEqual([
        ['DescribeAlarms', 'r1', 2],
        ['DescribeAlarms', 'r2', 1],
        ['DescribeMetricFilters', 'r1', 2],
      ]);
    });
  });

  it('stores all of an answer when asked to', async () => {
    const alarms = describing('cloudwatch:DescribeAlarms', {
      requests: () => [ask('r1')],
      needs: () => ({ page: (page) => ({ ...page, MetricAlarms: [] }), whole: (answer) => answer }),
      send: async () => ({ MetricAlarms: [1, 2] }),
    });
    const [call] = await runCollectors([alarms], ABOUT, NOTHING, runOf({ full: true }));
    expect(call?.outcome).toEqual({ kind: 'ok', pages: 1, items: 2, answer: { MetricAlarms: [1, 2] } });
  });

  it('refuses a collector that reads what it does not wait for', async () => {
    const first = describing('ec2:DescribeRegions', {});
    const second = describing('sns:GetTopicAttributes', {
      requests: (seen) => [ask(String(seen.calls('ec2:DescribeRegions').length))],
    });
    await expect(runCollectors([first, second], ABOUT, NOTHING, runOf())).rejects.toThrow('without naming it');
  });
});
