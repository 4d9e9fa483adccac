// What each step does, in one line for people. Names from AWS stand in it as they are.
import { logGroupOf } from '../evaluate/resources.js';
import type { AlarmInput, FilterInput, Json, Step } from './step.js';

export function titleOf(step: Step): string {
  switch (step.kind) {
    case 'make-trail-multi-region':
      return `Let trail ${step.trail.name} record every region`;
    case 'create-log-group':
      return `Create log group ${step.name} in ${step.region}`;
    case 'create-trail':
      return `Create trail ${step.trail.name} for every region, in ${step.trail.region}`;
    case 'deliver-to-log-group':
      return `Let trail ${step.trail.name} deliver to log group ${logGroupOf(step.logGroupArn)?.name ?? step.logGroupArn}`;
    case 'put-event-selectors':
      return `Let trail ${step.trail.name} record all management events`;
    case 'start-logging':
      return `Switch trail ${step.trail.name} on`;
    case 'create-topic':
      return `Create SNS topic ${step.name} in ${step.region}`;
    case 'subscribe':
      return `Subscribe somebody to SNS topic ${step.topicArn.split(':').slice(5).join(':')}`;
    case 'put-filter':
      return filterTitle(step.filter, step.before);
    case 'put-alarm':
      return alarmTitle(step.alarm, step.before);
    case 'enable-alarm-actions':
      return `Switch the actions of alarm ${step.alarmName} on`;
    case 'enable-security-hub':
      return `Switch Security Hub on in ${step.region}`;
  }
}

function filterTitle(filter: FilterInput, before: FilterInput | null): string {
  if (before === null) return `Create metric filter ${filter.filterName} on log group ${filter.logGroupName}`;
  const what = [
    ...(filter.filterPattern === before.filterPattern ? [] : ['pattern']),
    ...(JSON.stringify(filter.metricTransformations) === JSON.stringify(before.metricTransformations)
      ? []
      : ['metric']),
  ];
  return `Change the ${what.join(' and the ')} of metric filter ${filter.filterName}`;
}

function alarmTitle(alarm: AlarmInput, before: AlarmInput | null): string {
  if (before === null) return `Create alarm ${alarm.AlarmName}`;
  const words: Json = {
    AlarmActions: 'actions',
    Threshold: 'threshold',
    ComparisonOperator: 'comparison',
    EvaluationPeriods: 'evaluation periods',
    DatapointsToAlarm: 'datapoints to alarm',
    TreatMissingData: 'treatment of missing data',
    Statistic: 'statistic',
  };
  const what = Object.keys(words).filter((key) => JSON.stringify(alarm[key]) !== JSON.stringify(before[key]));
  const change = `Change the ${what.map((key) => words[key]).join(', ')} of alarm ${alarm.AlarmName}`;
  return alarm['ActionsEnabled'] === before['ActionsEnabled'] ? change : `${change}, and switch its actions on`;
}
