// How many accounts are judged a second, and whether memory stays flat: 1,000 accounts of usual size (30 filters, 40
// alarms), most alike, as in one organization, and every tenth of its own kind. The bar: under 10 s on two cores.
import { BENCHMARKS } from '../dist/report/benchmarks/benchmarks.js';
import { buildAccount } from '../dist/report/evaluate/account.js';
import { makeEstate } from '../dist/report/evaluate/estate.js';
import { judgeControls } from '../dist/report/make-report.js';
import { buildSnapshot } from '../dist/samples/account-builder.js';
import { gapsAccount, goodAccount } from '../dist/samples/accounts.js';

const ACCOUNTS = 1000;
const AT = '2026-11-03T09:14:02.000Z';
const benchmark = BENCHMARKS.find((one) => one.version === '5.0.0');

/** An account with as many filters and alarms as usual; `kind` makes some of its patterns its own. */
async function usual(index) {
  const id = String(100_000_000_000 + index);
  const plan = index % 3 === 0 ? gapsAccount(id, null, AT) : goodAccount(id, null, AT);
  const kind = index % 10 === 0 ? index : 0;
  const more = Array.from({ length: 15 }, (_, number) => ({
    ...plan.metricFilters[0],
    filterName: `own-${number}`,
    filterPattern: `{ ($.eventSource = "service${number}.amazonaws.com") && ($.eventName = "Delete*") && ($.userIdentity.userName != "robot-${kind}") }`,
    metricTransformations: [{ metricName: `Own${number}`, metricNamespace: 'Own', metricValue: '1' }],
  }));
  const alarms = Array.from({ length: 25 }, (_, number) => ({
    ...plan.metricAlarms[0],
    AlarmName: `own-${number}`,
    AlarmArn: `arn:aws:cloudwatch:eu-west-1:${id}:alarm:own-${number}`,
    MetricName: `Own${number}`,
    Namespace: 'Own',
  }));
  return buildSnapshot({
    ...plan,
    metricFilters: [...plan.metricFilters, ...more],
    metricAlarms: [...plan.metricAlarms, ...alarms],
  });
}

let spent = 0;
let peak = 0;
for (let index = 0; index < ACCOUNTS; index += 1) {
  const snapshot = await usual(index);
  const start = process.hrtime.bigint();
  const account = buildAccount(snapshot);
  judgeControls(account, makeEstate([account]), { benchmark, lens: 'effective' });
  spent += Number(process.hrtime.bigint() - start) / 1e6;
  if (index % 100 === 99) peak = Math.max(peak, process.memoryUsage().rss);
}
console.log(
  `${ACCOUNTS} accounts in ${(spent / 1000).toFixed(1)} s: ${((ACCOUNTS / spent) * 1000).toFixed(0)} accounts per second`,
);
console.log(`peak memory ${(peak / 1024 / 1024).toFixed(0)} MB`);
