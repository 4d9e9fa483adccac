import { Ajv, type ErrorObject } from 'ajv';
import draft04 from 'ajv-draft-04';
import formats from 'ajv-formats';

/** What a document of JSON breaks of a JSON Schema: one line each. */
export type Validator = (document: string) => readonly string[];

/** @param draft which the schema is written in; both check formats such as date-time and uri-reference. */
export function validatorOf(schema: string, draft: 'draft-04' | 'draft-07'): Validator {
  // A pattern in the schema of SARIF is no Unicode pattern; those of OSCAL are nothing else.
  const options = { allErrors: true, strict: false, unicodeRegExp: draft !== 'draft-04' };
  const ajv = draft === 'draft-04' ? new draft04.default(options) : new Ajv(options);
  formats.default(ajv);
  const validate = ajv.compile(JSON.parse(schema));
  return (document) => (validate(JSON.parse(document)) ? [] : (validate.errors ?? []).map(line));
}

function line({ instancePath, message = '', params }: ErrorObject): string {
  return `${instancePath}: ${message} ${JSON.stringify(params)}`;
}
