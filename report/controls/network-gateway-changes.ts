import { say } from '../language/phrase.js';
import { CHAIN_NEEDS, type EventControl } from './control.js';

export const networkGatewayChanges: EventControl = {
  kind: 'events',
  slug: 'network-gateway-changes',
  title: say`Network gateway changes`,
  headline: {
    pass: say`Changes to network gateways reach a person.`,
    fail: say`Changes to network gateways are not fully watched.`,
  },
  rationale: say`A gateway joins a private network to the internet or to another site. A new one is a new way in and out.`,
  asks: say`Somebody is told when a customer gateway or an internet gateway is made, deleted, attached or detached.`,
  pitfalls: ["Transit gateways, NAT gateways and egress-only gateways are not in the benchmark's list."],
  needs: CHAIN_NEEDS,
  eventSource: 'ec2.amazonaws.com',
  metricName: 'NetworkGatewayChanges',
};
