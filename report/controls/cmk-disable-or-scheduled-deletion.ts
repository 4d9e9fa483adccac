import { say } from '../language/phrase.js';
import { CHAIN_NEEDS, type EventControl } from './control.js';

export const cmkDisableOrScheduledDeletion: EventControl = {
  kind: 'events',
  slug: 'cmk-disable-or-scheduled-deletion',
  title: say`KMS keys disabled or scheduled for deletion`,
  headline: {
    pass: say`Disabling or deleting a KMS key reaches a person.`,
    fail: say`Disabling and deletion of KMS keys are not fully watched.`,
  },
  rationale: say`Data under a deleted key is lost for good. There are some days between the order and the deletion, which help only those who hear of it.`,
  asks: say`Somebody is told when a KMS key is disabled or its deletion is ordered.`,
  pitfalls: [
    'A trail may leave out the events of KMS because they are many. Then no filter sees these two, however good it is.',
    "Imported key material can be deleted by another call (DeleteImportedKeyMaterial), which is not in the benchmark's list.",
  ],
  needs: CHAIN_NEEDS,
  eventSource: 'kms.amazonaws.com',
  metricName: 'KmsKeyDisabledOrDeleted',
};
