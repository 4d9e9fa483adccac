// Everything a page shows, worked out before a template is run: the templates only place it. Fields of type `Markup`
// are already fit for HTML; strings are plain and are escaped by the template.
import type { LinkState } from '../../model.js';
import type { Locale } from './locale.js';
import type { Markup } from './markup.js';
import type { FullText } from './text.js';

/** Levels of the headings of a part: an account's part lies one deeper when there are several. */
export interface Levels {
  readonly section: number;
  readonly item: number;
  readonly sub: number;
}

export interface SectionView {
  readonly number: string;
  readonly title: string;
  readonly anchor: string;
  readonly levels: Levels;
}

export interface FigureView {
  readonly tone: 'pass' | 'fail' | 'open' | 'plain';
  readonly value: string;
  readonly of: string;
  readonly label: string;
}

export interface CoverView {
  readonly over: string;
  readonly title: string;
  readonly subtitle: Markup;
  readonly meta: readonly { readonly term: string; readonly text: Markup; readonly mono: boolean }[];
}

export interface OutcomeView {
  /** Class name: the outcome itself. */
  readonly kind: string;
  readonly mark: Markup;
  readonly label: string;
}

export interface SummaryRow {
  readonly href: string;
  readonly id: Markup;
  readonly title: Markup;
  readonly mini: Markup | null;
  readonly outcome: OutcomeView;
}

export interface SummaryView {
  readonly section: SectionView;
  readonly verdict: { readonly lead: string; readonly more: readonly Markup[] };
  readonly figures: readonly FigureView[];
  readonly also: string | null;
  readonly rows: readonly SummaryRow[];
  readonly legend: readonly { readonly square: Markup; readonly label: string }[];
  readonly siemNote: string | null;
  readonly versions: VersionsView | null;
}

/** The account under several versions of the benchmark, side by side. */
export interface VersionsView {
  readonly heads: readonly Markup[];
  readonly rows: readonly {
    readonly title: Markup;
    /** Null where the version does not have the control. */
    readonly cells: readonly ({ readonly id: Markup; readonly outcome: OutcomeView } | null)[];
  }[];
}

export interface ReasonView {
  readonly message: Markup;
  readonly basis: string;
  readonly resources: readonly Markup[];
  readonly more: string | null;
}

export interface EventRow {
  readonly kind: 'seen' | 'lost' | 'unseen';
  readonly label: string;
  readonly events: readonly Markup[];
}

export interface PathRow {
  readonly square: Markup;
  readonly state: LinkState;
  readonly link: string;
  readonly name: Markup | null;
  readonly id: Markup | null;
  readonly region: Markup | null;
  readonly stateLabel: string;
}

export interface PathLine {
  readonly mini: Markup;
  readonly names: readonly Markup[];
  /** Empty where the path works for every event. */
  readonly state: string;
}

export interface EvidenceRow {
  readonly call: Markup;
  readonly region: Markup;
  readonly time: Markup;
  readonly result: Markup;
  readonly number: string;
  readonly href: string;
}

export interface ControlView {
  readonly anchor: string;
  readonly levels: Levels;
  readonly over: readonly Markup[];
  readonly outcome: OutcomeView;
  readonly id: Markup;
  readonly title: Markup;
  readonly criterion: Markup;
  readonly headline: Markup;
  readonly rationale: Markup;
  readonly chain: Markup | null;
  readonly noPath: boolean;
  readonly events: readonly EventRow[];
  readonly conditions: readonly { readonly id: Markup; readonly condition: Markup }[];
  readonly witness: {
    readonly title: string;
    readonly kind: 'lost' | 'unseen';
    readonly json: Markup;
    readonly check: Markup;
  } | null;
  readonly otherWitnesses: {
    readonly lead: string;
    readonly items: readonly { readonly id: Markup; readonly json: Markup }[];
    readonly rest: Markup | null;
  } | null;
  readonly why: readonly ReasonView[];
  readonly remarks: readonly ReasonView[];
  readonly remediation: { readonly summary: Markup; readonly script: Markup | null } | null;
  readonly path: readonly PathRow[];
  readonly otherPaths: { readonly lead: string; readonly lines: readonly PathLine[] } | null;
  readonly notes: readonly Markup[];
  readonly evidence: readonly EvidenceRow[];
  readonly people: PeopleView | null;
}

/** What people have said of a control. */
export interface PeopleView {
  readonly waiver: Markup | null;
  readonly attestations: readonly Markup[];
  readonly note: Markup | null;
}

/** A control that is met takes a few lines. */
export interface MetControlView {
  readonly anchor: string;
  readonly levels: Levels;
  readonly outcome: OutcomeView;
  readonly over: readonly Markup[];
  readonly id: Markup;
  readonly title: Markup;
  readonly headline: Markup;
  readonly seen: string | null;
  readonly events: readonly Markup[];
  readonly paths: readonly PathLine[];
  readonly remarks: readonly ReasonView[];
  readonly notes: readonly Markup[];
  readonly evidence: readonly EvidenceRow[];
}

export interface GroupView {
  readonly section: SectionView;
  readonly kind: string;
  readonly controls: readonly ControlView[];
  readonly met: readonly MetControlView[];
}

export interface LedgerRow {
  readonly anchor: string;
  readonly number: string;
  readonly call: Markup;
  readonly region: Markup;
  readonly input: Markup;
  readonly result: Markup;
  readonly message: Markup | null;
  readonly time: Markup;
}

export interface FilterView {
  readonly name: Markup;
  readonly place: Markup;
  readonly pattern: Markup;
  readonly error: Markup | null;
}

export interface AppendixView {
  readonly section: SectionView;
  readonly meta: readonly { readonly term: string; readonly text: Markup; readonly mono: boolean }[];
  readonly regions: string;
  readonly regionsRead: readonly Markup[];
  readonly regionsNotRead: readonly Markup[];
  readonly ledger: string;
  readonly gaps: readonly LedgerRow[];
  readonly ok: readonly LedgerRow[];
  readonly filters: readonly FilterView[];
}

/** All of one account. `title` is null when the document is about this account only. */
export interface ChapterView {
  readonly anchor: string;
  readonly number: string;
  readonly title: Markup | null;
  readonly meta: readonly { readonly term: string; readonly text: Markup; readonly mono: boolean }[];
  readonly summary: SummaryView;
  readonly groups: readonly GroupView[];
  readonly appendix: AppendixView;
}

export interface OverviewView {
  readonly section: SectionView;
  readonly verdict: string;
  readonly rows: readonly {
    readonly href: string;
    readonly account: Markup;
    readonly pass: string;
    readonly fail: string;
    readonly open: string;
    readonly regions: string;
    readonly state: Markup;
    readonly digest: Markup;
  }[];
}

/** Who has made and seen the document. */
export interface DocumentControlView {
  readonly section: SectionView;
  readonly meta: readonly { readonly term: string; readonly text: Markup; readonly mono: boolean }[];
}

/** The table of contents. */
export interface ContentsView {
  readonly title: string;
  readonly entries: readonly {
    readonly anchor: string;
    readonly number: Markup | string;
    readonly title: Markup | string;
    readonly kind: 'section' | 'item';
  }[];
}

export interface DecisionsView {
  readonly section: SectionView;
  readonly waivers: readonly {
    readonly state: string;
    readonly stateLabel: string;
    readonly control: Markup;
    readonly reason: Markup;
    readonly people: Markup;
    readonly expires: Markup;
  }[];
  readonly attestations: readonly {
    readonly control: Markup;
    readonly statement: Markup;
    readonly by: Markup;
    readonly evidence: Markup | null;
  }[];
}

/** What changed in one account. */
export interface DiffAccountView {
  readonly levels: Levels;
  readonly meta: CoverView['meta'];
  readonly notes: readonly Markup[];
  readonly controls: readonly {
    readonly kind: string;
    readonly id: Markup;
    readonly title: Markup;
    readonly word: string;
    readonly before: OutcomeView | null;
    readonly after: OutcomeView | null;
    readonly lines: readonly Markup[];
  }[];
  readonly unchanged: string | null;
  readonly resources: readonly {
    readonly kind: string;
    readonly sign: string;
    readonly name: Markup;
    readonly place: Markup;
    readonly fields: readonly { readonly path: Markup; readonly lines: readonly Markup[] }[];
  }[];
  readonly unread: readonly Markup[];
  readonly calls: readonly Markup[];
}

/** The chapter on what changed since an earlier report. */
export interface ChangesView {
  readonly section: SectionView;
  readonly lead: string;
  readonly notes: readonly Markup[];
  readonly accounts: readonly (DiffAccountView & { readonly title: Markup | null })[];
}

/** What every page has around its content. */
export interface FrameView {
  readonly lang: string;
  readonly csp: string;
  readonly headTitle: string;
  readonly stylesheet: Markup;
  readonly pageStyle: Markup;
  readonly script: Markup;
  readonly text: Locale;
  readonly sentinel: string;
}

export interface PageView extends FrameView {
  readonly cover: CoverView;
  readonly contents: ContentsView;
  readonly documentControl: DocumentControlView | null;
  readonly decisions: DecisionsView | null;
  readonly overview: OverviewView | null;
  readonly chapters: readonly ChapterView[];
  readonly changes: ChangesView | null;
  readonly method: {
    readonly section: SectionView;
    readonly paragraphs: readonly { readonly title: string; readonly text: string }[];
  };
  readonly full: {
    readonly section: SectionView;
    readonly texts: readonly (FullText & { readonly label: string })[];
  } | null;
}
