import type { OperationName } from '../../snapshot/operations.js';
import type { Phrase } from '../language/phrase.js';

interface ControlBase {
  /** Permanent, bears no CIS number, equals the file's name. */
  readonly slug: string;
  /** A few words, for tables. */
  readonly title: Phrase;
  /** What is said of the control as a whole, by outcome. */
  readonly headline: { readonly pass: Phrase; readonly fail: Phrase };
  /** Why anybody should care: one or two sentences of ours. */
  readonly rationale: Phrase;
  /** What is asked, in our words. */
  readonly asks: Phrase;
  /** What can fool the judgement, or is often got wrong. In English: it stands in the pages of the controls alone. */
  readonly pitfalls: readonly string[];
  /** The calls without whose answers nothing can be said. */
  readonly needs: readonly OperationName[];
}

/** A control that wants somebody told of certain events. The events come from the benchmark version's patterns. */
export interface EventControl extends ControlBase {
  readonly kind: 'events';
  /** The service whose events are meant; null where the control names no event. */
  readonly eventSource: string | null;
  /** In place of the benchmark's pattern, where that does not say what it means; the control's file says why. */
  readonly requires?: string;
  /** Name for a metric and an alarm that remediation has to make. */
  readonly metricName: string;
}

/** The one control that is not about events. */
export interface SecurityHubControl extends ControlBase {
  readonly kind: 'security-hub';
}

export type Control = EventControl | SecurityHubControl;

/** What it takes to follow an event from the trail to a person. */
export const CHAIN_NEEDS = [
  'cloudtrail:DescribeTrails',
  'cloudtrail:GetTrailStatus',
  'cloudtrail:GetEventSelectors',
  'logs:DescribeLogGroups',
  'logs:DescribeMetricFilters',
  'cloudwatch:DescribeAlarms',
  'sns:ListSubscriptionsByTopic',
  'sns:GetTopicAttributes',
] as const satisfies readonly OperationName[];
