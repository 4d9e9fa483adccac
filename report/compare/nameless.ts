import type { AccountState, ControlState, EventState } from './account-state.js';
import type { Configuration, ConfiguredResource } from './configuration.js';
import { isObject } from './volatile.js';

/** What stands for the account's own id once it is taken out. */
export const OWN = '{account}';

/**
 * The state with the account's own id taken out of identifiers and fields, so that two accounts that are set up alike
 * compare as equal.
 */
export function nameless(state: AccountState): AccountState {
  const own = state.side.account;
  const text = (value: string): string => value.replaceAll(own, OWN);
  const deep = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(deep);
    return isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([key, item]) => [text(key), deep(item)]))
      : value;
  };
  const fields = (value: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(value).map(([key, item]) => [key, deep(item)]));
  const resource = (one: ConfiguredResource): ConfiguredResource => ({
    ...one,
    id: text(one.id),
    name: text(one.name),
    calls: one.calls.map(text),
    parent: one.parent === null ? null : text(one.parent),
    aliases: one.aliases.map(text),
    parts: Object.fromEntries(
      Object.entries(one.parts).map(([name, part]) => [name, { call: text(part.call), fields: fields(part.fields) }]),
    ),
  });
  const configuration: Configuration = {
    resources: new Map([...state.configuration.resources].map(([key, one]) => [text(key), resource(one)])),
    calls: new Map(
      [...state.configuration.calls].map(([key, call]) => [text(key), { ...call, input: fields(call.input) }]),
    ),
  };
  const event = (one: EventState): EventState => ({
    ...one,
    carriers: Object.fromEntries(
      Object.entries(one.carriers).map(([link, carrier]) => [
        link,
        { ...carrier, id: text(carrier.id), name: text(carrier.name) },
      ]),
    ),
    carriedBy: one.carriedBy.map(text),
  });
  const control = (one: ControlState): ControlState => ({
    ...one,
    events: one.events.map(event),
    onPath: one.onPath.map(text),
  });
  return {
    ...state,
    configuration,
    deliveries: state.deliveries.map((one) => ({ ...one, trail: text(one.trail) })),
    controls: new Map([...state.controls].map(([slug, one]) => [slug, control(one)])),
  };
}
