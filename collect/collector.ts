import type { OperationName } from '../snapshot/operations.js';
import type { Call } from '../snapshot/schema.js';
import type { Aws } from './aws.js';

export type CallError = Extract<Call['outcome'], { kind: 'skipped' }>['error'];

/** What has been seen so far; what a collector may derive its requests from. */
export interface Seen {
  /** The account that is being read. */
  readonly account: string;
  readonly partition: string;
  /** The region that the user, or the AWS configuration, named. */
  readonly startRegion: string;
  /** The finished calls of an operation that the collector names in `after`, in canonical order. */
  readonly calls: (operation: OperationName) => readonly Call[];
}

/** One call to make, or one that cannot be made and why. */
export type Request<Input> =
  | { readonly kind: 'ask'; readonly region: string; readonly input: Input }
  | {
      readonly kind: 'skip';
      readonly region: string;
      readonly input: Readonly<Record<string, unknown>>;
      readonly error: CallError;
    };

export interface Paging {
  /** The member of the answer that holds the next page's token. */
  readonly token: string;
  /** The member of the input that takes it. */
  readonly inputToken: string;
  /** The members of the answer that are lists, and go on over the pages. */
  readonly items: readonly string[];
}

/** What a collector is, as data: enough to print a policy or a page of documentation from. */
export interface CollectorFacts {
  /** `<IAM prefix of the service>:<API operation>`. */
  readonly name: OperationName;
  readonly iamAction: string;
  /** `regional`: asked in many regions; `global`: once per account. */
  readonly scope: 'regional' | 'global';
  /** The operations whose answers the requests are derived from. */
  readonly after: readonly OperationName[];
  readonly paging: Paging | null;
  /** Error names by which AWS answers the question with "there is none". They leave no hole in the evidence. */
  readonly absence: readonly string[];
}

export interface Description<Input extends object> extends Partial<Pick<CollectorFacts, 'absence'>> {
  readonly name: OperationName;
  readonly iamAction: string;
  readonly scope: CollectorFacts['scope'];
  readonly after: readonly OperationName[];
  readonly paging?: Paging & { readonly inputToken: keyof Input };
  /** The calls to make. Pure. The same request may come twice: it is made once. */
  readonly requests: (seen: Seen) => readonly Request<Input>[];
  /** One page. */
  readonly send: (aws: Aws, region: string, input: Input) => Promise<object>;
}

/** A call that the engine can make without knowing the type of its input. */
export type Job =
  | {
      readonly kind: 'ask';
      readonly region: string;
      readonly input: object;
      /** One page: the first without a token, the next ones with that of the page before. */
      readonly send: (aws: Aws, token: string | null) => Promise<object>;
    }
  | Extract<Request<never>, { kind: 'skip' }>;

/** A description whose input type is closed over, so that collectors of all operations stand in one list. */
export interface Collector extends CollectorFacts {
  readonly jobs: (seen: Seen) => readonly Job[];
}

/** Makes a collector of a description. */
export function collector<Input extends object>(description: Description<Input>): Collector {
  const { name, iamAction, scope, after, paging, absence, requests, send } = description;
  return {
    name,
    iamAction,
    scope,
    after,
    paging: paging ?? null,
    absence: absence ?? [],
    jobs: (seen) =>
      requests(seen).map((request): Job => {
        if (request.kind === 'skip') return request;
        const { region, input } = request;
        const page = (token: string | null): Input =>
          token === null || paging === undefined ? input : { ...input, [paging.inputToken]: token };
        return { kind: 'ask', region, input, send: (aws, token) => send(aws, region, page(token)) };
      }),
  };
}
