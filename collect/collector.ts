import type { OperationName } from '../snapshot/operations.js';
import type { Call } from '../snapshot/schema.js';
import type { Aws } from './aws.js';
import type { Plain } from './plain-answer.js';

export type CallError = Extract<Call['outcome'], { kind: 'skipped' }>['error'];

/** What has been seen so far; what a collector may derive its requests from. */
export interface Seen {
  /** The account that is being read. */
  readonly account: string;
  readonly partition: string;
  /** The region that the user, or the AWS configuration, named. */
  readonly startRegion: string;
  /** Regions to ask in when AWS does not tell which are enabled. */
  readonly otherwiseRegions: readonly string[];
  /** ARNs of log groups to ask for beside those of trails. */
  readonly logGroups: readonly string[];
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

/** What of the answers the controls need; the rest is counted and not stored. */
export interface Reduction {
  /** Reduces a page as soon as it is there, so that a crowd of items never is in memory at once. */
  readonly page: (page: Plain) => Plain;
  /** Reduces what is left of all pages together. */
  readonly whole: (answer: Plain) => Plain;
}

/** What a collector is, as data: enough to print a policy or a page of documentation from. */
export interface CollectorFacts {
  /** `<IAM prefix of the service>:<API operation>`. */
  readonly name: OperationName;
  readonly iamAction: string;
  /** `regional`: asked in many regions; `global`: once per account. */
  readonly scope: 'regional' | 'global';
  /** Where it is asked, for people. */
  readonly where: string;
  /** The operations whose answers the requests are derived from. */
  readonly after: readonly OperationName[];
  readonly paging: Paging | null;
  /** Error names by which AWS answers the question with "there is none". They leave no hole in the evidence. */
  readonly absence: readonly string[];
  /** Members of the answer, at any depth, that are times: the `aws` command line prints them in several ways. */
  readonly times: readonly string[];
  /** The operations that decide what of the answer is needed. */
  readonly neededBy: readonly OperationName[];
}

export interface Description<Input extends object>
  extends Partial<Pick<CollectorFacts, 'absence' | 'times' | 'neededBy'>> {
  readonly name: OperationName;
  readonly iamAction: string;
  readonly scope: CollectorFacts['scope'];
  readonly where: string;
  readonly after: readonly OperationName[];
  readonly paging?: Paging & { readonly inputToken: keyof Input };
  /** The calls to make. Pure. The same request may come twice: it is made once. */
  readonly requests: (seen: Seen) => readonly Request<Input>[];
  /** What of the answer to a request is stored; all of it when absent. */
  readonly needs?: (seen: Seen, region: string, input: Input) => Reduction;
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
      readonly reduction: Reduction | null;
    }
  | Extract<Request<never>, { kind: 'skip' }>;

/** A description whose input type is closed over, so that collectors of all operations stand in one list. */
export interface Collector extends CollectorFacts {
  readonly jobs: (seen: Seen) => readonly Job[];
}

/** Makes a collector of a description. */
export function collector<Input extends object>(description: Description<Input>): Collector {
  const { name, iamAction, scope, where, after, paging, requests, needs, send } = description;
  return {
    name,
    iamAction,
    scope,
    where,
    after,
    paging: paging ?? null,
    absence: description.absence ?? [],
    times: description.times ?? [],
    neededBy: description.neededBy ?? [],
    jobs: (seen) =>
      requests(seen).map((request): Job => {
        if (request.kind === 'skip') return request;
        const { region, input } = request;
        const page = (token: string | null): Input =>
          token === null || paging === undefined ? input : { ...input, [paging.inputToken]: token };
        return {
          kind: 'ask',
          region,
          input,
          send: (aws, token) => send(aws, region, page(token)),
          reduction: needs?.(seen, region, input) ?? null,
        };
      }),
  };
}
