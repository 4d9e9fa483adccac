// What each step does, in one line for people. Names from AWS stand in it as they are.
import { logGroupOf } from '../evaluate/resources.js';
import { capital, joined, type Phrase, say } from '../language/phrase.js';
import type { AlarmInput, FilterInput, Step } from './step.js';

/** What the step does, as a line by itself. */
export function titleOf(step: Step): Phrase {
  return capital(doingOf(step));
}

/** What the step does, for the middle of a sentence. Begins with a word of ours. */
export function doingOf(step: Step): Phrase {
  switch (step.kind) {
    case 'make-trail-multi-region':
      return say`let trail ${step.trail.name} record every region`;
    case 'create-log-group':
      return say`create log group ${step.name} in ${step.region}`;
    case 'create-trail':
      return say`create trail ${step.trail.name} for every region, in ${step.trail.region}`;
    case 'deliver-to-log-group': {
      const group = logGroupOf(step.logGroupArn)?.name ?? step.logGroupArn;
      return say`let trail ${step.trail.name} deliver to log group ${group}`;
    }
    case 'put-event-selectors':
      return say`let trail ${step.trail.name} record all management events`;
    case 'start-logging':
      return say`switch trail ${step.trail.name} on`;
    case 'create-topic':
      return say`create SNS topic ${step.name} in ${step.region}`;
    case 'subscribe': {
      const topic = step.topicArn.split(':').slice(5).join(':');
      return say`subscribe somebody to SNS topic ${topic}`;
    }
    case 'put-filter':
      return filterDoing(step.filter, step.before);
    case 'put-alarm':
      return alarmDoing(step.alarm, step.before);
    case 'enable-alarm-actions':
      return say`switch the actions of alarm ${step.alarmName} on`;
    case 'enable-security-hub':
      return say`switch Security Hub on in ${step.region}`;
  }
}

function filterDoing(filter: FilterInput, before: FilterInput | null): Phrase {
  const { filterName: name, logGroupName: group } = filter;
  if (before === null) return say`create metric filter ${name} on log group ${group}`;
  const metric = JSON.stringify(filter.metricTransformations) !== JSON.stringify(before.metricTransformations);
  if (filter.filterPattern === before.filterPattern) return say`change the metric of metric filter ${name}`;
  return metric
    ? say`change the pattern and the metric of metric filter ${name}`
    : say`change the pattern of metric filter ${name}`;
}

const MEMBERS: Readonly<Record<string, Phrase>> = {
  AlarmActions: say`actions`,
  Threshold: say`threshold`,
  ComparisonOperator: say`comparison`,
  EvaluationPeriods: say`evaluation periods`,
  DatapointsToAlarm: say`datapoints to alarm`,
  TreatMissingData: say`treatment of missing data`,
  Statistic: say`statistic`,
};

function alarmDoing(alarm: AlarmInput, before: AlarmInput | null): Phrase {
  const name = alarm.AlarmName;
  if (before === null) return say`create alarm ${name}`;
  const [first, ...rest] = Object.entries(MEMBERS).flatMap(([member, words]) =>
    JSON.stringify(alarm[member]) === JSON.stringify(before[member]) ? [] : [words],
  );
  if (first === undefined) return say`change alarm ${name}`;
  const what = joined([first, ...rest], (left, right) => say`${left}, ${right}`);
  return alarm['ActionsEnabled'] === before['ActionsEnabled']
    ? say`change the ${what} of alarm ${name}`
    : say`change the ${what} of alarm ${name}, and switch its actions on`;
}
