// What the evaluator says and every output reads: plain data, JSON-serialisable as it stands.
import type { Diff } from './compare/diff.js';
import type { Lang } from './language/languages.js';
import type { Decision, StepKind } from './remediate/step.js';

/** A waiver is laid over an outcome and never replaces it. */
export type Outcome = 'pass' | 'fail' | 'not-assessed' | 'not-applicable' | 'manual';

/** `benchmark`: the CIS audit steps ask for it. `effectiveness`: they do not, but without it nobody is told. */
export type Basis = 'benchmark' | 'effectiveness';

/** The links of a chain, in the order in which an event passes them. */
export const LINK_KINDS = ['event', 'trail', 'log-group', 'metric-filter', 'alarm', 'action', 'subscription'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/**
 * `holds`; `partial`: it works and carries some of the required events, not all; `broken`; `unseen`: evidence is missing
 * or undecided; `not-reached`: there is nothing there to look at, because an earlier link leads nowhere.
 */
export type LinkState = 'holds' | 'partial' | 'broken' | 'unseen' | 'not-reached';

/** A reference to a call of a snapshot: `accounts[].calls[index]`, counted from 0. */
export interface EvidenceRef {
  readonly account: string;
  readonly index: number;
  readonly operation: string;
  readonly region: string;
}

export interface Resource {
  readonly kind:
    | 'trail'
    | 'log-group'
    | 'metric-filter'
    | 'metric'
    | 'alarm'
    | 'topic'
    | 'action'
    | 'subscription'
    | 'region'
    | 'call'
    | 'account';
  /** ARN where AWS has one, else a name that is unique in its kind and region. */
  readonly id: string;
  /** Short name for people. */
  readonly name: string;
  readonly region: string | null;
}

/** `Text` is text in the language of the report; while an account is judged, `Phrase`. */
export interface Reason<Text = string> {
  readonly code: string;
  readonly basis: Basis;
  /** What it says about its link: a broken one, an unseen one, or a remark that changes no outcome. */
  readonly effect: 'breaks' | 'hides' | 'remark';
  readonly link: LinkKind | null;
  readonly resources: readonly Resource[];
  /** One plain sentence. Text from AWS in it is not escaped: each output escapes for its own target. */
  readonly message: Text;
}

export interface Link<Text = string> {
  readonly kind: LinkKind;
  readonly state: LinkState;
  readonly resource: Resource | null;
  readonly reasons: readonly Reason<Text>[];
}

/** One path along which an event could reach a person. */
export interface Chain<Text = string> {
  readonly links: readonly Link<Text>[];
  /** `working`: every link holds or carries a part. `unseen`: none is broken, at least one could not be seen. */
  readonly state: 'working' | 'broken' | 'unseen';
  /** Names (`RequiredEvent.id`) of the required events that the chain's filter matches, whether or not the chain works. */
  readonly matches: readonly string[];
}

/** One kind of event that a control wants somebody to be told about. */
export interface RequiredEvent {
  /** Unique in its control and stable: the event name, or a short name of the condition. */
  readonly id: string;
  readonly eventName: string | null;
  /** The condition as a canonical filter pattern. */
  readonly condition: string;
}

/** A required event that no working chain reports. */
export interface MissedEvent extends RequiredEvent {
  /** The first link that loses it on the path that carries it furthest. */
  readonly lostAt: LinkKind;
  /** `lost`: shown to be lost. `unseen`: it may be carried by something that could not be read or decided. */
  readonly state: 'lost' | 'unseen';
  /** A CloudTrail record that the control requires and no working chain reports; null where none was made. */
  readonly witness: Readonly<Record<string, unknown>> | null;
}

export interface Coverage<Text = string> {
  readonly required: readonly RequiredEvent[];
  readonly covered: readonly RequiredEvent[];
  readonly missed: readonly MissedEvent[];
  /** What the decision leaned on: ties of the event model, unsettled rules of the filter language. */
  readonly notes: readonly Text[];
}

/** What a person would run to close the finding; complete commands with the account's own values. */
export interface Remediation<Text = string> {
  readonly summary: Text;
  /** A POSIX shell script, or null when the summary says what stands in the way. */
  readonly script: string | null;
}

export interface ControlResult<Text = string> {
  readonly account: string;
  /** Version of the benchmark under which it was judged. */
  readonly benchmark: string;
  readonly slug: string;
  /** Number of the control in the benchmark version, e.g. "4.5". */
  readonly id: string;
  /** The benchmark's title (a fact), and our own short one. */
  readonly title: string;
  readonly shortTitle: Text;
  readonly level: 1 | 2;
  readonly assessment: 'Scored' | 'Automated' | 'Manual';
  readonly outcome: Outcome;
  /** One or two sentences: what would or would not be noticed. */
  readonly headline: Text;
  /** What it takes for the control to be met, in our words. */
  readonly asks: Text;
  /** Why anybody should care, in our words. */
  readonly rationale: Text;
  readonly reasons: readonly Reason<Text>[];
  /** Best path first: the one that goes furthest. */
  readonly chains: readonly Chain<Text>[];
  /** Null for controls that are not about events. */
  readonly coverage: Coverage<Text> | null;
  readonly remediation: Remediation<Text> | null;
  readonly evidence: readonly EvidenceRef[];
  readonly waiver?: Waiver | undefined;
  readonly attestations?: readonly Attestation[] | undefined;
  /** The auditor's own words on it. */
  readonly note?: string | undefined;
}

/** One thing to do in an account, for as many findings as need it. */
export interface PlannedStep<Text = string> {
  readonly kind: StepKind;
  /** One line. Names from AWS stand in it as they are. */
  readonly title: Text;
  readonly region: string;
  /** Slugs of the controls that it is for. */
  readonly controls: readonly string[];
  /** What a person must decide before it can be taken, by the name under which the script asks for it. */
  readonly decisions: readonly Decision[];
}

/** What closes the findings of an account, in order, under the report's own version. */
export interface RemediationPlan<Text = string> {
  readonly steps: readonly PlannedStep<Text>[];
  /** Slugs of the controls that pass when all steps are taken. */
  readonly closes: readonly string[];
  /** Failed controls for which no step is planned, and what stands in the way. */
  readonly blocked: readonly { readonly control: string; readonly why: Text }[];
}

/** A decision of the client's to live with a finding for a time. It is laid over an outcome and never replaces it. */
export interface Waiver {
  readonly control: string;
  readonly account?: string | undefined;
  readonly resource?: string | undefined;
  readonly reason: string;
  readonly owner: string;
  readonly approver: string;
  /** The last day on which it counts, YYYY-MM-DD. */
  readonly expires: string;
}

/** `used`: it lies over an outcome. `unused`: there is nothing for it to lie over. `expired`: it no longer counts. */
export type AppliedWaiver = Waiver & { readonly state: 'used' | 'unused' | 'expired' };

/** What a person states of a control that cannot be seen from here. */
export interface Attestation {
  readonly control: string;
  readonly account?: string | undefined;
  readonly statement: string;
  readonly by: string;
  readonly date: string;
  readonly evidence?: AttestedEvidence | undefined;
}

export interface AttestedEvidence {
  readonly file: string;
  readonly sha256: string;
  /** The file was there when the report was made, and its digest is the one given; else nobody looked at it here. */
  readonly checked?: boolean | undefined;
}

/** Somebody named, and as what. */
export interface Person {
  readonly name: string;
  readonly role: string | null;
}

/** A line in the history of the document. Days are YYYY-MM-DD. */
export interface DocumentVersion {
  readonly version: string;
  readonly date: string;
  readonly author: string;
  readonly change: string;
}

/** What the auditor's own file says, as far as a document shows it. */
export interface EngagementSummary {
  readonly client: string | null;
  readonly auditor: string | null;
  readonly classification: string | null;
  readonly reportId: string | null;
  readonly reportVersion: string | null;
  /** The day that the document bears. */
  readonly reportDate: string | null;
  /** The days under review, first and last. */
  readonly period: { readonly from: string; readonly to: string } | null;
  /** In the order in which they are listed. */
  readonly versions: readonly DocumentVersion[];
  readonly author: Person | null;
  readonly reviewer: Person | null;
  readonly approver: Person | null;
  readonly distribution: readonly Person[];
  /** A picture as a `data:` URI. */
  readonly logo: string | null;
  /** As `#rrggbb`. */
  readonly colours: { readonly house: string | null; readonly accent: string | null };
  readonly scope: string | null;
  /** Expired first. */
  readonly waivers: readonly AppliedWaiver[];
  readonly attestations: readonly Attestation[];
}

/** A line of the call ledger, without the raw answer. */
export interface LedgerEntry {
  readonly index: number;
  readonly operation: string;
  readonly region: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly outcome: 'ok' | 'denied' | 'throttled' | 'region-not-enabled' | 'failed' | 'skipped';
  readonly error: { readonly name: string; readonly message: string } | null;
  /** AWS answered, be it by an error that says that there is no such thing. */
  readonly answered: boolean;
  readonly pages: number;
  readonly items: number;
  readonly startedAt: string;
  readonly durationMs: number;
}

/** An archive or a folder of answers. */
export interface Imported {
  /** Its name. */
  readonly from: string;
  /** How many files were read. */
  readonly files: number;
  /** Whether they were checked against a manifest that came with them. */
  readonly manifest: boolean;
}

export interface AccountSummary {
  readonly id: string;
  readonly alias: string | null;
  readonly partition: string;
  readonly caller: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly collectedBy: { readonly name: string; readonly version: string };
  /** Where the answers are from, when AWS was asked by somebody else; null when it was asked by us. */
  readonly imported: Imported | null;
  /** SHA-256 of the snapshot file as read, lower-case hex. */
  readonly digest: string;
  /** `asked`: regions that were asked; `read`: those in which no call was denied or failed. */
  readonly regions: { readonly asked: readonly string[]; readonly read: readonly string[] };
  readonly calls: readonly LedgerEntry[];
  /** The metric filters that were read, whatever they watch. */
  readonly filters: readonly {
    readonly name: string;
    readonly logGroup: string;
    readonly region: string;
    readonly pattern: string;
    /** Null when the pattern parses; else our message with position and caret. */
    readonly error: string | null;
  }[];
  readonly plan: RemediationPlan;
}

export type Counts = Readonly<Record<Outcome, number>> & { readonly total: number };

export interface BenchmarkVersion {
  readonly name: string;
  readonly version: string;
  /** Number of the monitoring section in that version. */
  readonly section: string;
  readonly summary: Counts;
}

export interface Report {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: string; readonly version: string };
  readonly generatedAt: string;
  /** Of its sentences; names, codes and the benchmark's titles are in none. */
  readonly language: Lang;
  readonly lens: 'effective' | 'benchmark';
  /** The version that the report is about. */
  readonly benchmark: BenchmarkVersion;
  /** Every version that the accounts were judged under, the report's own first. */
  readonly benchmarks: readonly BenchmarkVersion[];
  readonly accounts: readonly AccountSummary[];
  /** Of every version. */
  readonly controls: readonly ControlResult[];
  /** Under the report's own version. */
  readonly summary: Counts;
  /** What changed since an earlier report's snapshots, where they were given. */
  readonly changes?: Diff | undefined;
  readonly engagement?: EngagementSummary | undefined;
}
