import { parseArn } from '../../snapshot/arn.js';
import type { Answer } from '../../snapshot/operations.js';
import { type Phrase, say } from '../language/phrase.js';
import type { EvidenceRef, Reason, Resource } from '../model.js';
import type { Account, Hole } from './account.js';
import { deliveryAge } from './delivery-age.js';
import { accountOf, type Estate } from './estate.js';
import { holeReason } from './hole-reason.js';
import { type JudgedLink, judgeLink } from './judged-link.js';
import { REASONS } from './reasons.js';
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
    const region = account.snapshot.regions[0] ?? 'us-east-1';
    holes.push({ kind: 'not-asked', operation: 'cloudtrail:DescribeTrails', region, errorName: null, ref: null });
  }
  return { trails: [...found.values()], asked, holes, seen };
}

/**
 * Does the trail record the events of this service, everywhere, now, and do they arrive in its log group?
 * CIS audit steps 1, 3 and 4: multi-region, logging, management events of both kinds.
 *
 * @param eventSource the service a control is about; null where it is about events of any.
 * @param all the account's trails: two that write to one log group may record together what neither does alone.
 */
export function judgeTrail(
  account: Account,
  estate: Estate,
  found: FoundTrail,
  eventSource: string | null,
  all: readonly FoundTrail[],
): JudgedLink {
  const resource = trailResource(found.trail);
  const reasons: Reason<Phrase>[] = [];
  const refs: EvidenceRef[] = [found.ref];
  const owner = ownerOf(account, estate, found.trail);

  if (found.trail.IsMultiRegionTrail !== true) reasons.push(REASONS.trailSingleRegion(resource));

  const status = owner.ask('cloudtrail:GetTrailStatus', found.trail.HomeRegion, { Name: found.trail.TrailARN });
  if (status.kind === 'unseen') reasons.push(holeReason(status.hole, 'trail'));
  else {
    refs.push(status.ref);
    if (status.kind === 'absent') reasons.push(REASONS.trailGone(resource));
    else reasons.push(...judgeStatus(status.value, found.trail, owner.snapshot.startedAt));
  }

  const selectors = owner.ask('cloudtrail:GetEventSelectors', found.trail.HomeRegion, {
    TrailName: found.trail.TrailARN,
  });
  if (selectors.kind === 'unseen') reasons.push(holeReason(selectors.hole, 'trail'));
  else {
    refs.push(selectors.ref);
    if (selectors.kind === 'absent') reasons.push(REASONS.trailGone(resource));
    else {
      const recorded = managementEvents(selectors.value);
      if (recorded.kind === 'unclear') reasons.push(REASONS.trailSelectorsUnclear(resource, recorded.why));
      else {
        const others = all.flatMap((other) => helpers(account, estate, found, other));
        reasons.push(...judgeRecorded(resource, recorded, others, eventSource));
      }
    }
  }
  return judgeLink('trail', resource, reasons, refs);
}

/** An organization's trail belongs to one of its accounts, which knows best about it. */
function ownerOf(account: Account, estate: Estate, trail: Trail): Account {
  return accountOf(parseArn(trail.TrailARN)?.account ?? account.id, account, estate) ?? account;
}

function judgeStatus(
  status: Answer<'cloudtrail:GetTrailStatus'>,
  trail: Trail,
  snapshotTime: string,
): readonly Reason<Phrase>[] {
  const resource = trailResource(trail);
  if (!status.IsLogging) return [REASONS.trailNotLogging(resource)];
  if (!trail.CloudWatchLogsLogGroupArn) return [];
  const { LatestCloudWatchLogsDeliveryError: error, LatestCloudWatchLogsDeliveryTime: last } = status;
  if (error) return [REASONS.trailDeliveryFails(resource, error)];
  if (last === undefined) return [REASONS.trailDeliveryUnnamed(resource)];
  switch (deliveryAge(last, snapshotTime)) {
    case 'unclear':
      return [REASONS.trailDeliveryUnclear(resource)];
    case 'old':
      return [REASONS.trailDeliveryOld(resource, last)];
    case 'recent':
    case 'unnamed':
      return [];
  }
}

function judgeRecorded(
  resource: Resource,
  alone: Recorded,
  others: readonly Helper[],
  eventSource: string | null,
): readonly Reason<Phrase>[] {
  const reasons: Reason<Phrase>[] = [];
  // What another trail brings into the same log group meets the same filters.
  const helping = others.filter((other) => other.sameGroup && adds(other.recorded, alone));
  const recorded = helping.map((other) => other.recorded).reduce(together, alone);
  for (const { resource: other } of helping) reasons.push(REASONS.trailCompletedByAnother(resource, other));

  if (!recorded.read && !recorded.write) reasons.push(REASONS.trailNoManagementEvents(resource));
  else if (!recorded.read || !recorded.write) {
    const half = recorded.read ? 'read' : 'write';
    const rest = others.find((other) => (recorded.read ? other.recorded.write : other.recorded.read));
    // Events that a control names are writes: whoever records those carries all of them.
    if (rest === undefined || (eventSource !== null && half === 'read')) {
      reasons.push(REASONS.trailHalfOfManagementEvents(resource, half));
    } else if (eventSource === null) reasons.push(REASONS.trailHalvesApart(resource, rest.resource));
    else reasons.push(REASONS.trailCompletedByAnother(resource, rest.resource));
  }
  const kmsLeftOut = (recorded.write && !recorded.kmsWrite) || (recorded.read && !recorded.kmsRead);
  if (eventSource === KMS && recorded.write && !recorded.kmsWrite) reasons.push(REASONS.trailExcludesKms(resource));
  if (eventSource === null && kmsLeftOut) reasons.push(REASONS.trailExcludesKmsRemark(resource));
  return reasons;
}

/** Whether the first records something that the second does not. */
function adds(other: Recorded, alone: Recorded): boolean {
  const both = together(other, alone);
  return (['read', 'write', 'kmsRead', 'kmsWrite'] as const).some((kind) => both[kind] && !alone[kind]);
}

interface Helper {
  readonly resource: Resource;
  readonly recorded: Recorded;
  readonly sameGroup: boolean;
}

/** What another working trail of all regions records. */
function helpers(account: Account, estate: Estate, found: FoundTrail, other: FoundTrail): readonly Helper[] {
  const { trail } = other;
  const sameGroup = trail.CloudWatchLogsLogGroupArn === found.trail.CloudWatchLogsLogGroupArn;
  if (trail.TrailARN === found.trail.TrailARN || trail.IsMultiRegionTrail !== true) return [];
  const owner = ownerOf(account, estate, trail);
  const status = owner.ask('cloudtrail:GetTrailStatus', trail.HomeRegion, { Name: trail.TrailARN });
  const selectors = owner.ask('cloudtrail:GetEventSelectors', trail.HomeRegion, { TrailName: trail.TrailARN });
  if (status.kind !== 'seen') return [];
  const faults = judgeStatus(status.value, trail, owner.snapshot.startedAt);
  if (faults.some((reason) => reason.effect !== 'remark')) return [];
  if (selectors.kind !== 'seen') return [];
  const recorded = managementEvents(selectors.value);
  return recorded.kind === 'unclear' ? [] : [{ resource: trailResource(trail), recorded, sameGroup }];
}

interface Recorded {
  readonly kind: 'recorded';
  readonly read: boolean;
  readonly write: boolean;
  /** Those of KMS are among them. */
  readonly kmsRead: boolean;
  readonly kmsWrite: boolean;
}

/** Why it cannot be told what is recorded. */
interface Unclear {
  readonly kind: 'unclear';
  readonly why: Phrase;
}

const NOTHING: Recorded = { kind: 'recorded', read: false, write: false, kmsRead: false, kmsWrite: false };

function together(a: Recorded, b: Recorded): Recorded {
  return {
    kind: 'recorded',
    read: a.read || b.read,
    write: a.write || b.write,
    kmsRead: a.kmsRead || b.kmsRead,
    kmsWrite: a.kmsWrite || b.kmsWrite,
  };
}

/**
 * Which management events the selectors of a trail record, together. Sources: API references of EventSelector and
 * AdvancedFieldSelector.
 */
export function managementEvents(answer: Answer<'cloudtrail:GetEventSelectors'>): Recorded | Unclear {
  const basic = answer.EventSelectors ?? [];
  const advanced = answer.AdvancedEventSelectors ?? [];
  // AWS always answers with a selector; an answer without any is not one to build on.
  if (basic.length === 0 && advanced.length === 0)
    return unclear(say`the answer names no event selector, which AWS never gives`);

  const parts: Recorded[] = [];
  for (const selector of basic) {
    // Both members have defaults: management events are included, of both kinds.
    if (selector.IncludeManagementEvents === false) continue;
    const kinds = selector.ReadWriteType ?? 'All';
    const kms = !(selector.ExcludeManagementEventSources ?? []).includes(KMS);
    parts.push(recording(kinds !== 'WriteOnly', kinds !== 'ReadOnly', kms));
  }
  for (const selector of advanced) {
    const part = advancedPart(selector.FieldSelectors);
    if (part?.kind === 'unclear') return part;
    if (part !== null) parts.push(part);
  }
  return parts.reduce(together, NOTHING);
}

function recording(read: boolean, write: boolean, kms: boolean): Recorded {
  return { kind: 'recorded', read, write, kmsRead: read && kms, kmsWrite: write && kms };
}

function unclear(why: Phrase): Unclear {
  return { kind: 'unclear', why };
}

type FieldSelector = NonNullable<
  Answer<'cloudtrail:GetEventSelectors'>['AdvancedEventSelectors']
>[number]['FieldSelectors'];

/** Null when the selector is not about management events. */
function advancedPart(fields: FieldSelector): Recorded | Unclear | null {
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
    if (operators.length !== 1 || operator === undefined) {
      return unclear(say`a selector on ${field.Field} is of an unknown form`);
    }
    if (field.Field === 'eventCategory' && operator[0] === 'Equals') continue;
    if (field.Field === 'readOnly' && operator[0] === 'Equals') {
      read &&= field.Equals?.includes('true') ?? false;
      write &&= field.Equals?.includes('false') ?? false;
    } else if (field.Field === 'eventSource' && operator[0] === 'NotEquals') {
      kms &&= !(field.NotEquals?.includes(KMS) ?? false);
    } else {
      return unclear(say`it selects by ${field.Field}, which is not known for management events`);
    }
  }
  return recording(read, write, kms);
}
