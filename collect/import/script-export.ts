// The export of collect/trailproof-collect.sh.
//
//   calls.tsv         one line for each call: file, operation, region, input, exit status, start, end
//   calls/<n>.json    what `aws` printed
//   calls/<n>.err     what it said when it failed
//   MANIFEST.sha256   the digest of each of these
import type { OperationName } from '../../snapshot/operations.js';
import type { Plain } from '../plain-answer.js';
import { ExportError, type Exported, type ExportedFile, jsonObject, type Recorded } from './exported.js';

export const CALLS_FILE = 'calls.tsv';
const FORMAT = '# trailproof-collect 1';
/** Before the ARN of a log group that was named to the script. */
const GROUP = '# log-group\t';

interface Line {
  readonly file: string;
  readonly operation: string;
  readonly region: string;
  readonly input: readonly [string, string] | null;
  readonly failed: boolean;
  readonly startedAt: Date;
  readonly endedAt: Date;
}

/** @throws ExportError when the list of calls is not of this form. */
export function scriptExport(files: ReadonlyMap<string, ExportedFile>): Exported {
  const list = files.get(CALLS_FILE);
  if (list === undefined) throw new ExportError(`there is no ${CALLS_FILE}`);
  const [format, ...rest] = Buffer.from(list.bytes).toString('utf8').split('\n');
  if (format !== FORMAT) throw new ExportError(`${CALLS_FILE} begins with none of the forms that are known`);
  const given = rest.filter((line) => line.startsWith(GROUP)).map((line) => line.slice(GROUP.length));
  const lines = rest
    .filter((line) => line !== '' && !line.startsWith(GROUP))
    .map((line, index) => parseLine(line, index + 2));
  const identity = lines.find(({ operation }) => operation === 'sts:GetCallerIdentity');
  const startRegion = identity?.region ?? 'us-east-1';
  return {
    look: (operation, region, input) => {
      const line = lines.find((one) => one.operation === operation && one.region === region && asks(one, input));
      return line === undefined ? null : recorded(line, operation, files);
    },
    startRegion,
    regions: [startRegion],
    accounts: [],
    logGroups: [...new Set(given)].sort(),
  };
}

function parseLine(text: string, number: number): Line {
  const [file, operation, region, input, status, start, end] = text.split('\t');
  const startedAt = new Date(start ?? '');
  const endedAt = new Date(end ?? '');
  const bad = Number.isNaN(startedAt.getTime()) || Number.isNaN(endedAt.getTime()) || !/^[0-9]+$/.test(status ?? '');
  if (!file || !operation || !region || input === undefined || bad) {
    throw new ExportError(`${CALLS_FILE}, line ${number} is not of the form that the script writes`);
  }
  const [, name, value] = /^([A-Za-z]+)=(.+)$/s.exec(input) ?? [];
  const asked = name === undefined || value === undefined ? null : ([name, value] as const);
  return { file, operation, region, input: asked, failed: status !== '0', startedAt, endedAt };
}

/** Whether the call was made with the input. What all calls of an operation have in common is not in the list. */
function asks({ input }: Line, wanted: Plain): boolean {
  const texts = Object.entries(wanted).filter(([, value]) => typeof value === 'string');
  if (input === null) return texts.length === 0;
  return texts.length === 1 && texts[0]?.[0] === input[0] && texts[0]?.[1] === input[1];
}

function recorded(line: Line, operation: OperationName, files: ReadonlyMap<string, ExportedFile>): Recorded {
  const { startedAt, endedAt } = line;
  const file = files.get(`${line.file}.${line.failed ? 'err' : 'json'}`);
  if (file === undefined) throw new ExportError(`${CALLS_FILE} names ${line.file}, which is not there`);
  if (line.failed) return { said: errorOf(operation, Buffer.from(file.bytes).toString('utf8')), startedAt, endedAt };
  // The command line prints nothing where AWS answers with nothing.
  const answer = file.bytes.byteLength === 0 ? {} : jsonObject(file);
  return { said: { kind: 'answer', answer }, startedAt, endedAt };
}

/** Names of errors that the SDK knows under another name. */
const SDK_NAMES: Readonly<Record<string, string>> = {
  'sns AuthorizationError': 'AuthorizationErrorException',
  'sns InvalidParameter': 'InvalidParameterException',
  'sns NotFound': 'NotFoundException',
};

/** The error as the command line tells it: `An error occurred (NAME) when calling the OPERATION operation: TEXT`. */
function errorOf(operation: OperationName, text: string): Extract<Recorded['said'], { kind: 'error' }> {
  const [, name, message = ''] =
    /An error occurred \(([A-Za-z0-9._-]+)\) when calling the \w+ operation(?: \([^)]*\))?: ?(.*)/.exec(text) ?? [];
  if (name === undefined) {
    return {
      kind: 'error',
      name: 'AwsCommandFailed',
      message: 'The aws command line failed without an answer of AWS.',
    };
  }
  const service = operation.split(':')[0] ?? '';
  return { kind: 'error', name: SDK_NAMES[`${service} ${name}`] ?? name, message };
}
