import type { Answer } from '../../snapshot/operations.js';
import type { EvidenceRef, Reason } from '../model.js';
import type { Account, Hole } from './account.js';
import { type JudgedLink, judgeLink } from './judged-link.js';
import { holeReason, REASONS } from './reasons.js';
import { type Trail, trailResource } from './resources.js';

const KMS = 'kms.amazonaws.com';

/** A trail, once, with the call that showed it. */
export interface FoundTrail {
  readonly trail: Trail;
  readonly ref: EvidenceRef;
}

/**
 * The account's trails. A multi-region trail is shown in every enabled region (as a shadow of itself outside its home
 * region, API reference of DescribeTrails, `includeShadowTrails`), so each is counted once, best as seen at home, and
 * one region's answer is enough to know all trails that count.
 */
export function findTrails(account: Account): {
  readonly trails: readonly FoundTrail[];
  readonly asked: readonly EvidenceRef[];
  /** Calls that were not answered. */
  readonly holes: readonly Hole[];
  /** True when at least one region answered. */
  readonly seen: boolean;
} {
  const found = new Map<string, FoundTrail>();
  const asked: EvidenceRef[] = [];
  const holes: Hole[] = [];
  let seen = false;
  for (const call of account.all('cloudtrail:DescribeTrails')) {
    const answer = call.seen;
    if (answer.kind === 'unseen') {
      holes.push(answer.hole);
      if (answer.hole.ref !== null) asked.push(answer.hole.ref);
      continue;
    }
    asked.push(answer.ref);
    if (answer.kind !== 'seen') continue;
    seen = true;
    for (const trail of answer.value.trailList) {
      if (!found.has(trail.TrailARN) || trail.HomeRegion === call.region)
        found.set(trail.TrailARN, { trail, ref: answer.ref });
    }
  }
  if (!seen && holes.length === 0) {
    const region = account.snapshot.regions[0] ?? 'any region';
    holes.push({ kind: 'not-asked', operation: 'cloudtrail:DescribeTrails', region, errorName: null, ref: null });
  }
  return { trails: [...found.values()], asked, holes, seen };
}

/**
 * Does the trail record the events of this service, everywhere, now?
 * CIS audit steps 1, 3 and 4: multi-region, logging, management events of both kinds.
 *
 * @param eventSource the service a control is about; null where it is about events of any.
 */
export function judgeTrail(account: Account, found: FoundTrail, eventSource: string | null): JudgedLink {
  const { trail } = found;
  const resource = trailResource(trail);
  const reasons: Reason[] = [];
  const refs: EvidenceRef[] = [found.ref];

  if (trail.IsMultiRegionTrail !== true) reasons.push(REASONS.trailSingleRegion(resource));

  const status = account.ask('cloudtrail:GetTrailStatus', trail.HomeRegion, { Name: trail.TrailARN });
  if (status.kind === 'unseen') reasons.push(holeReason(status.hole, 'trail'));
  else {
    refs.push(status.ref);
    if (status.kind === 'absent') reasons.push(REASONS.trailGone(resource));
    else {
      if (!status.value.IsLogging) reasons.push(REASONS.trailNotLogging(resource));
      const error = status.value.LatestCloudWatchLogsDeliveryError;
      if (error) reasons.push(REASONS.trailDeliveryFails(resource, error));
    }
  }

  const selectors = account.ask('cloudtrail:GetEventSelectors', trail.HomeRegion, { TrailName: trail.TrailARN });
  if (selectors.kind === 'unseen') reasons.push(holeReason(selectors.hole, 'trail'));
  else {
    refs.push(selectors.ref);
    if (selectors.kind === 'absent') reasons.push(REASONS.trailGone(resource));
    else {
      const recorded = managementEvents(selectors.value);
      if (typeof recorded === 'string') reasons.push(REASONS.trailSelectorsUnclear(resource, recorded));
      else {
        if (!recorded.read && !recorded.write) reasons.push(REASONS.trailNoManagementEvents(resource));
        else if (!recorded.write) reasons.push(REASONS.trailHalfOfManagementEvents(resource, 'read'));
        else if (!recorded.read) reasons.push(REASONS.trailHalfOfManagementEvents(resource, 'write'));
        if (!recorded.kms && eventSource === KMS) reasons.push(REASONS.trailExcludesKms(resource));
        if (!recorded.kms && eventSource === null) reasons.push(REASONS.trailExcludesKmsRemark(resource));
      }
    }
  }
  return judgeLink('trail', resource, reasons, refs);
}

interface Recorded {
  readonly read: boolean;
  readonly write: boolean;
  /** Those of KMS are among them, read and write. */
  readonly kms: boolean;
}

/**
 * Which management events the selectors of a trail record, together. Sources: API references of EventSelector and
 * AdvancedFieldSelector. A text instead says why it cannot be told.
 */
export function managementEvents(answer: Answer<'cloudtrail:GetEventSelectors'>): Recorded | string {
  const basic = answer.EventSelectors ?? [];
  const advanced = answer.AdvancedEventSelectors ?? [];
  // AWS always answers with a selector; an answer without any is not one to build on.
  if (basic.length === 0 && advanced.length === 0) return 'the answer names no event selector, which AWS never gives';

  const parts: Recorded[] = [];
  for (const selector of basic) {
    // Both members have defaults: management events are included, of both kinds.
    if (selector.IncludeManagementEvents === false) continue;
    const kinds = selector.ReadWriteType ?? 'All';
    const excluded = selector.ExcludeManagementEventSources ?? [];
    parts.push({ read: kinds !== 'WriteOnly', write: kinds !== 'ReadOnly', kms: !excluded.includes(KMS) });
  }
  for (const selector of advanced) {
    const part = advancedPart(selector.FieldSelectors);
    if (typeof part === 'string') return part;
    if (part !== null) parts.push(part);
  }
  const recorded = (of: readonly Recorded[]): { read: boolean; write: boolean } => ({
    read: of.some((part) => part.read),
    write: of.some((part) => part.write),
  });
  const kms = recorded(parts.filter((part) => part.kms));
  return { ...recorded(parts), kms: kms.read && kms.write };
}

type FieldSelector = NonNullable<
  Answer<'cloudtrail:GetEventSelectors'>['AdvancedEventSelectors']
>[number]['FieldSelectors'];

/** Null when the selector is not about management events. */
function advancedPart(fields: FieldSelector): Recorded | string | null {
  const category = fields.filter((field) => field.Field === 'eventCategory');
  if (!category.some((field) => field.Equals?.includes('Management'))) return null;
  let read = true;
  let write = true;
  let kms = true;
  for (const field of fields) {
    const operators = Object.entries(field).filter(
      ([key, value]) => key !== 'Field' && Array.isArray(value) && value.length > 0,
    );
    const [operator] = operators;
    if (operators.length !== 1 || operator === undefined) return `a selector on ${field.Field} is of an unknown form`;
    if (field.Field === 'eventCategory' && operator[0] === 'Equals') continue;
    if (field.Field === 'readOnly' && operator[0] === 'Equals') {
      read &&= field.Equals?.includes('true') ?? false;
      write &&= field.Equals?.includes('false') ?? false;
    } else if (field.Field === 'eventSource' && operator[0] === 'NotEquals') {
      kms &&= !(field.NotEquals?.includes(KMS) ?? false);
    } else {
      return `it selects by ${field.Field}, which is not known for management events`;
    }
  }
  return { read, write, kms };
}
