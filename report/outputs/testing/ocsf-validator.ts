// A validator for a compiled OCSF schema: OCSF publishes no JSON Schema.

interface Attribute {
  readonly type: string;
  readonly requirement: 'required' | 'recommended' | 'optional';
  readonly is_array: boolean;
  readonly enum: Readonly<Record<string, { readonly caption: string }>> | null;
  readonly object_type: string | null;
  readonly profile: string | null;
  readonly sibling: string | null;
}

interface Definition {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly constraints: { readonly at_least_one?: readonly string[]; readonly just_one?: readonly string[] } | null;
}

interface Type {
  readonly type: string | null;
  readonly regex: string | null;
  readonly max_len: number | null;
  readonly range: readonly [number, number] | null;
}

interface Schema {
  readonly version: string;
  readonly classes: Readonly<Record<string, Definition & { readonly uid: number }>>;
  readonly objects: Readonly<Record<string, Definition>>;
  readonly types: Readonly<Record<string, Type>>;
}

type Members = Readonly<Record<string, unknown>>;

/** Captions that stand for no value: beside them the word is the source's own. */
const OWN_WORD = '99';

/**
 * Checks events of one class: nothing unknown, everything required, types, enums, the captions beside enums, constraints,
 * and attributes of profiles only where `metadata.profiles` names them.
 */
export function ocsfProblems(schemaText: string, className: string, document: string): readonly string[] {
  const schema = JSON.parse(schemaText) as Schema;
  const definition = schema.classes[className];
  if (definition === undefined) return [`the schema has no class ${className}`];
  return (JSON.parse(document) as readonly Members[]).flatMap((event, index) => {
    const { version, profiles = [] } = event['metadata'] as { version?: string; profiles?: readonly string[] };
    const problems = objectProblems(schema, definition, event, new Set(profiles), `[${index}]`);
    if (version !== schema.version) problems.push(`[${index}].metadata.version: ${version}, not ${schema.version}`);
    if (event['class_uid'] !== definition.uid) problems.push(`[${index}].class_uid: not ${definition.uid}`);
    if (event['type_uid'] !== definition.uid * 100 + Number(event['activity_id'])) {
      problems.push(`[${index}].type_uid: not class_uid * 100 + activity_id`);
    }
    return problems;
  });
}

function objectProblems(
  schema: Schema,
  { attributes, constraints }: Definition,
  value: Members,
  profiles: ReadonlySet<string>,
  path: string,
): string[] {
  const problems: string[] = [];
  const applies = ({ profile }: Attribute): boolean => profile === null || profiles.has(profile);
  for (const [name, attribute] of Object.entries(attributes)) {
    if (attribute.requirement === 'required' && applies(attribute) && !(name in value)) {
      problems.push(`${path}.${name}: required`);
    }
  }
  for (const [name, member] of Object.entries(value)) {
    const attribute = attributes[name];
    const at = `${path}.${name}`;
    if (attribute === undefined || !applies(attribute)) problems.push(`${at}: unknown`);
    else if (!attribute.is_array) problems.push(...valueProblems(schema, attribute, member, profiles, at));
    else if (!Array.isArray(member)) problems.push(`${at}: not an array`);
    else {
      member.forEach((item, index) => {
        problems.push(...valueProblems(schema, attribute, item, profiles, `${at}[${index}]`));
      });
    }
    const entry = attribute?.enum?.[String(member)];
    const sibling = attribute?.sibling == null ? undefined : value[attribute.sibling];
    if (entry !== undefined && sibling !== undefined && String(member) !== OWN_WORD && sibling !== entry.caption) {
      problems.push(`${path}.${attribute?.sibling}: ${String(sibling)}, not ${entry.caption}`);
    }
  }
  const some = constraints?.at_least_one;
  if (some?.every((name) => !(name in value))) problems.push(`${path}: none of ${some.join(', ')}`);
  const one = constraints?.just_one;
  if (one !== undefined && one.filter((name) => name in value).length !== 1) {
    problems.push(`${path}: not one of ${one.join(', ')}`);
  }
  return problems;
}

function valueProblems(
  schema: Schema,
  attribute: Attribute,
  value: unknown,
  profiles: ReadonlySet<string>,
  path: string,
): readonly string[] {
  if (attribute.enum !== null && !(String(value) in attribute.enum))
    return [`${path}: ${String(value)} not in the enum`];
  if (attribute.object_type !== null || attribute.type === 'object') {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path}: not an object`];
    const definition = schema.objects[attribute.object_type ?? ''];
    return definition === undefined || attribute.type === 'object'
      ? []
      : objectProblems(schema, definition, value as Members, profiles, path);
  }
  return scalarProblems(schema, attribute.type, value, path);
}

function scalarProblems(schema: Schema, name: string, value: unknown, path: string): readonly string[] {
  const type = schema.types[name];
  if (type === undefined) return [`${path}: no type ${name} in the schema`];
  const base = type.type ?? name;
  const fits = {
    string_t: typeof value === 'string',
    integer_t: Number.isSafeInteger(value),
    long_t: Number.isSafeInteger(value),
    float_t: typeof value === 'number',
    boolean_t: typeof value === 'boolean',
    json_t: true,
  }[base];
  if (fits !== true) return [`${path}: ${JSON.stringify(value)} is no ${name}`];
  const problems: string[] = [];
  if (type.regex !== null && !new RegExp(type.regex).test(String(value))) problems.push(`${path}: not of the form`);
  if (type.max_len !== null && String(value).length > type.max_len) problems.push(`${path}: too long`);
  if (type.range !== null && (Number(value) < type.range[0] || Number(value) > type.range[1])) {
    problems.push(`${path}: out of range`);
  }
  return problems;
}
