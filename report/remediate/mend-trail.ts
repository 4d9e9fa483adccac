import { parseArn } from '../../snapshot/arn.js';
import type { Answer } from '../../snapshot/operations.js';
import type { Account } from '../evaluate/account.js';
import type { Candidate } from '../evaluate/judge-events.js';
import { logGroupOf, type Trail } from '../evaluate/resources.js';
import { say } from '../language/phrase.js';
import { logGroupArn } from './apply.js';
import { faultsOf, linkOf, type Move, stuck, stuckOn, take } from './move.js';
import type { Json, Selectors, Step, TrailRef } from './step.js';

/** What a trail and a log group that have to be made are called. */
export const NEW_TRAIL = 'cis-monitoring';
export const NEW_LOG_GROUP = 'cis-monitoring/cloudtrail';

/** AWS allows five basic event selectors on a trail. */
const MAX_SELECTORS = 5;
const KMS = 'kms.amazonaws.com';

/** Mends the trail and its log group; null when both hold. */
export function mendTrail(account: Account, candidate: Candidate): Move | null {
  const trailLink = linkOf(candidate, 'trail');
  const groupLink = linkOf(candidate, 'log-group');
  if (trailLink?.state === 'unseen') return stuckOn(trailLink);
  if (trailLink?.state !== 'broken' && groupLink?.state === 'holds') return null;
  if (groupLink?.state === 'unseen') return stuckOn(groupLink);
  const trail = candidate.trail?.trail;
  if (trail === undefined) return stuckOn(trailLink?.state === 'broken' ? trailLink : groupLink);

  const owner = parseArn(trail.TrailARN)?.account;
  if (owner !== account.id) {
    return stuck(say`Trail ${trail.Name} belongs to account ${owner ?? say`(unknown)`}; it has to be mended there.`);
  }
  const ref: TrailRef = { arn: trail.TrailARN, name: trail.Name, region: trail.HomeRegion };
  const steps: Step[] = [];
  const faults = faultsOf(trailLink);
  for (const fault of faults) {
    switch (fault) {
      case 'trail-single-region':
        steps.push({ kind: 'make-trail-multi-region', trail: ref });
        break;
      case 'trail-not-logging':
        steps.push({ kind: 'start-logging', trail: ref });
        break;
      case 'trail-no-management-events':
      case 'trail-half-of-management-events':
      case 'trail-excludes-kms': {
        const move = mendSelectors(account, ref, fault === 'trail-excludes-kms');
        if (move.kind === 'stuck') return move;
        steps.push(...move.steps);
        break;
      }
      case 'trail-delivery-fails':
      case 'trail-delivery-old':
        // A group that is gone is the cause, and is mended below.
        if (groupLink?.state === 'holds') steps.push(deliver(ref, trail, trail.CloudWatchLogsLogGroupArn ?? ''));
        break;
      default:
        return stuckOn(trailLink);
    }
  }
  if (groupLink?.state === 'broken') {
    const move = mendGroup(account, ref, trail, faultsOf(groupLink));
    if (move === null) return stuckOn(groupLink);
    steps.push(...move);
  }
  return steps.length === 0 ? stuckOn(trailLink) : take(...steps);
}

function mendGroup(account: Account, ref: TrailRef, trail: Trail, faults: readonly string[]): readonly Step[] | null {
  if (faults.includes('log-group-missing')) {
    const group = logGroupOf(trail.CloudWatchLogsLogGroupArn ?? '');
    if (group === null || group.account !== account.id) return null;
    return [{ kind: 'create-log-group', region: group.region, name: group.name }];
  }
  if (faults.includes('trail-without-log-group') || faults.includes('log-group-class')) {
    const arn = `${logGroupArn(account.snapshot, ref.region, NEW_LOG_GROUP)}:*`;
    const isThere = account.ask('logs:DescribeLogGroups', ref.region, { logGroupNamePrefix: NEW_LOG_GROUP });
    const known =
      isThere.kind === 'seen' && isThere.value.logGroups.some((group) => group.logGroupName === NEW_LOG_GROUP);
    return [
      ...(known ? [] : [{ kind: 'create-log-group', region: ref.region, name: NEW_LOG_GROUP } as const]),
      deliver(ref, trail, arn),
    ];
  }
  return null;
}

function deliver(ref: TrailRef, trail: Trail, arn: string): Step {
  const before = trail.CloudWatchLogsLogGroupArn || null;
  return { kind: 'deliver-to-log-group', trail: ref, logGroupArn: arn, before };
}

/** A trail where there is none, with a log group to deliver to. */
export function newTrail(account: Account): { readonly ref: TrailRef; readonly steps: readonly Step[] } {
  // Where the collection started from is the region that the account's people work in.
  const region = account.all('sts:GetCallerIdentity')[0]?.region ?? account.snapshot.regions[0] ?? 'us-east-1';
  const arn = `arn:${account.partition}:cloudtrail:${region}:${account.id}:trail/${NEW_TRAIL}`;
  const ref: TrailRef = { arn, name: NEW_TRAIL, region };
  const steps: readonly Step[] = [
    { kind: 'create-log-group', region, name: NEW_LOG_GROUP },
    { kind: 'create-trail', trail: ref, logGroupArn: `${logGroupArn(account.snapshot, region, NEW_LOG_GROUP)}:*` },
    {
      kind: 'put-event-selectors',
      trail: ref,
      selectors: { EventSelectors: [ALL_MANAGEMENT_EVENTS], AdvancedEventSelectors: [] },
      before: null,
    },
    { kind: 'start-logging', trail: ref },
  ];
  return { ref, steps };
}

const ALL_MANAGEMENT_EVENTS: Json = { ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] };

/** Selectors that record all management events, and whatever else they recorded before. */
function mendSelectors(account: Account, trail: TrailRef, forKms: boolean): Move {
  const answer = account.ask('cloudtrail:GetEventSelectors', trail.region, { TrailName: trail.arn });
  if (answer.kind !== 'seen') return stuck(say`The event selectors of trail ${trail.name} could not be read.`);
  const before = selectorsOf(answer.value);
  const put = (selectors: Selectors): Move => take({ kind: 'put-event-selectors', trail, selectors, before });
  if (before.AdvancedEventSelectors.length > 0) {
    return put({ EventSelectors: [], AdvancedEventSelectors: widenAdvanced(before.AdvancedEventSelectors, forKms) });
  }
  // One that records no data events can be widened without recording more of those.
  const index = before.EventSelectors.findIndex((selector) => !hasItems(selector['DataResources']));
  const widened = (selector: Json): Json => ({
    ...selector,
    ReadWriteType: 'All',
    IncludeManagementEvents: true,
    ExcludeManagementEventSources: withoutKms(selector['ExcludeManagementEventSources'], forKms),
  });
  if (index >= 0) {
    const EventSelectors = before.EventSelectors.map((one, at) => (at === index ? widened(one) : one));
    return put({ EventSelectors, AdvancedEventSelectors: [] });
  }
  if (before.EventSelectors.length >= MAX_SELECTORS) {
    return stuck(
      say`Trail ${trail.name} has ${MAX_SELECTORS} event selectors, which is all that AWS allows; one of them has to record every management event, and which is for the owner of the trail to decide.`,
    );
  }
  return put({ EventSelectors: [...before.EventSelectors, ALL_MANAGEMENT_EVENTS], AdvancedEventSelectors: [] });
}

function selectorsOf(answer: Answer<'cloudtrail:GetEventSelectors'>): Selectors {
  return { EventSelectors: answer.EventSelectors ?? [], AdvancedEventSelectors: answer.AdvancedEventSelectors ?? [] };
}

function withoutKms(list: unknown, forKms: boolean): readonly unknown[] {
  const sources: readonly unknown[] = Array.isArray(list) ? list : [];
  return forKms ? sources.filter((source) => source !== KMS) : sources;
}

function widenAdvanced(selectors: readonly Json[], forKms: boolean): readonly Json[] {
  const isAboutManagement = (selector: Json): boolean =>
    fieldsOf(selector).some((field) => field['Field'] === 'eventCategory' && listed(field['Equals'], 'Management'));
  const index = selectors.findIndex(isAboutManagement);
  if (index < 0) {
    const FieldSelectors = [{ Field: 'eventCategory', Equals: ['Management'] }];
    return [...selectors, { Name: 'Management events', FieldSelectors }];
  }
  return selectors.map((selector, at) => {
    if (at !== index) return selector;
    const FieldSelectors = fieldsOf(selector).flatMap((field): readonly Json[] => {
      if (field['Field'] === 'readOnly') return [];
      if (!forKms || field['Field'] !== 'eventSource' || !listed(field['NotEquals'], KMS)) return [field];
      const rest = withoutKms(field['NotEquals'], true);
      return rest.length === 0 ? [] : [{ ...field, NotEquals: rest }];
    });
    return { ...selector, FieldSelectors };
  });
}

function fieldsOf(selector: Json): readonly Json[] {
  const fields: unknown = selector['FieldSelectors'];
  return Array.isArray(fields) ? fields : [];
}

function listed(list: unknown, value: string): boolean {
  return Array.isArray(list) && list.includes(value);
}

function hasItems(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0;
}
