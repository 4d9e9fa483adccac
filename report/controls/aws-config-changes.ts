import { say } from '../language/phrase.js';
import { CHAIN_NEEDS, type EventControl } from './control.js';

export const awsConfigChanges: EventControl = {
  kind: 'events',
  slug: 'aws-config-changes',
  title: say`AWS Config changes`,
  headline: {
    pass: say`Changes to AWS Config reach a person.`,
    fail: say`Changes to AWS Config are not fully watched.`,
  },
  rationale: say`AWS Config keeps the history of every resource. Once its recorder is stopped, later changes cannot be told apart or traced.`,
  asks: say`Somebody is told when AWS Config's recorder is stopped or changed, or its delivery channel changed or deleted.`,
  pitfalls: [
    "DeleteConfigurationRecorder is not in the benchmark's list, though it does the same harm as stopping the recorder.",
  ],
  needs: CHAIN_NEEDS,
  eventSource: 'config.amazonaws.com',
  metricName: 'AwsConfigChanges',
};
