import { say } from '../language/phrase.js';
import { CHAIN_NEEDS, type EventControl } from './control.js';

export const vpcChanges: EventControl = {
  kind: 'events',
  slug: 'vpc-changes',
  title: say`VPC changes`,
  headline: {
    pass: say`Changes to VPCs reach a person.`,
    fail: say`Changes to VPCs are not fully watched.`,
  },
  rationale: say`VPCs and the peerings between them are the walls of the network. A new peering can join networks that were meant to stay apart.`,
  asks: say`Somebody is told when a VPC is made, changed or deleted, when VPCs are peered or parted, and of the old ClassicLink calls.`,
  pitfalls: ["ClassicLink has been retired; its four calls are still in the benchmark's list, and are asked for."],
  needs: CHAIN_NEEDS,
  eventSource: 'ec2.amazonaws.com',
  metricName: 'VpcChanges',
};
