// Everything a page shows, worked out before a template is run: the templates only place it. Fields of type `Markup`
// are already fit for HTML; strings are plain and are escaped by the template.

import type { Locale } from '../../language/locale.js';
import type { LinkState } from '../../model.js';
import type { GlossaryView, ManifestView, ReproduceView, VersionsOfView } from './back-view.js';
import type { EvidenceView, FiltersView, LedgerView } from './evidence-view.js';
import type { Markup } from './markup.js';
import type { MethodView } from './method-view.js';
import type { PlanView } from './plan-view.js';
import type { ChangesRollupView, RollupView } from './rollup-view.js';
import type { ScorecardView } from './scorecard-view.js';
import type { SummaryView } from './summary-view.js';
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

/** What stays in view on a screen, and shows some of the controls only. */
export interface ToolbarView {
  readonly whose: Markup;
  readonly href: string;
  readonly outcomes: readonly { readonly outcome: OutcomeView; readonly count: string }[];
  /** How many were found: the script puts in `{count}`. */
  readonly found: { readonly one: string; readonly other: string };
}

/** A node of the drawn chain, and the row of the table that it leads to. */
export interface ChainNodeView {
  readonly href: string | null;
  readonly text: Markup;
  readonly reasons: readonly Markup[];
}

export interface CoverView {
  readonly logo: { readonly src: string; readonly alt: string } | null;
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
  /** Of the control's own part of the document. */
  readonly anchor: string;
  readonly id: Markup;
  readonly title: Markup;
  readonly mini: Markup | null;
  readonly outcome: OutcomeView;
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
  readonly anchor: string;
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
  /** Null where the call stands in the ledger of another account. */
  readonly href: string | null;
}

export interface ControlView {
  readonly anchor: string;
  readonly levels: Levels;
  readonly over: readonly Markup[];
  readonly outcome: OutcomeView;
  readonly id: Markup;
  readonly title: Markup;
  readonly asks: Markup;
  readonly criterion: Markup;
  readonly headline: Markup;
  readonly rationale: Markup;
  /** There is something to show under its evidence. */
  readonly evidenced: boolean;
  readonly chain: Markup | null;
  readonly nodes: readonly ChainNodeView[];
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
  /** Where the account's plan has what closes it. */
  readonly planSteps: readonly { readonly label: string; readonly anchor: string }[];
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

/** All of one account. `title` is null when the document is about this account only. */
export interface ChapterView {
  readonly anchor: string;
  readonly number: string;
  readonly title: Markup | null;
  readonly meta: readonly { readonly term: string; readonly text: Markup; readonly mono: boolean }[];
  readonly summary: SummaryView;
  /** Null where the document is about several accounts: it then stands before the first of them. */
  readonly method: MethodView | null;
  readonly scorecard: ScorecardView;
  readonly groups: readonly GroupView[];
  readonly plan: PlanView;
  /** Null where the document is about this account only: it then stands among the appendices. */
  readonly evidence: {
    readonly section: SectionView;
    readonly read: EvidenceView;
    readonly ledger: LedgerView;
    readonly filters: FiltersView;
  } | null;
}

/** Who has made and seen the document, and what became of it. */
export interface DocumentControlView {
  readonly section: SectionView;
  readonly meta: readonly { readonly term: string; readonly text: Markup; readonly mono: boolean }[];
  readonly people: readonly { readonly part: string; readonly name: Markup; readonly role: Markup | null }[];
  readonly versions: readonly {
    readonly version: Markup;
    readonly date: string;
    readonly author: Markup;
    readonly change: Markup;
  }[];
  readonly distribution: readonly { readonly name: Markup; readonly role: Markup | null }[];
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
    readonly evidence: { readonly file: Markup; readonly digest: Markup; readonly checked: string } | null;
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
  readonly toolbar: ToolbarView | null;
  readonly cover: CoverView;
  readonly contents: ContentsView;
  readonly documentControl: DocumentControlView | null;
  readonly decisions: DecisionsView | null;
  /** What is said of several accounts together. */
  readonly overview: RollupView | null;
  readonly chapters: readonly ChapterView[];
  readonly changes: ChangesView | null;
  readonly changesRollup: ChangesRollupView | null;
  /** Null where the document is about one account: it then stands in its chapter. */
  readonly method: MethodView | null;
  readonly appendices: {
    readonly manifest: ManifestView;
    /** Of the one account that the document is about. */
    readonly evidence: {
      readonly read: EvidenceView;
      readonly ledger: LedgerView;
      readonly filters: FiltersView;
    } | null;
    readonly versions: VersionsOfView;
    readonly reproduce: ReproduceView;
  };
  readonly full: {
    readonly section: SectionView;
    readonly texts: readonly (FullText & { readonly label: string })[];
  } | null;
  readonly glossary: GlossaryView;
}
