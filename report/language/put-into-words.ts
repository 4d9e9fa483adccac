import type { Chain, ControlResult, Link, Reason, RemediationPlan } from '../model.js';
import { type Language, type Phrase, speak } from './phrase.js';

/** The results with their phrases in a language: the last step of judging, and the only one that makes text. */
export function putIntoWords(results: readonly ControlResult<Phrase>[], language: Language): readonly ControlResult[] {
  const words = wordsOf(language);
  return results.map((result) => ({
    ...result,
    shortTitle: words(result.shortTitle),
    headline: words(result.headline),
    asks: words(result.asks),
    rationale: words(result.rationale),
    reasons: result.reasons.map((reason) => reasonIn(reason, words)),
    chains: result.chains.map((chain) => chainIn(chain, words)),
    coverage: result.coverage === null ? null : { ...result.coverage, notes: result.coverage.notes.map(words) },
    remediation:
      result.remediation === null ? null : { ...result.remediation, summary: words(result.remediation.summary) },
  }));
}

/** The plan of an account in a language. */
export function planInWords(plan: RemediationPlan<Phrase>, language: Language): RemediationPlan {
  const words = wordsOf(language);
  return {
    ...plan,
    steps: plan.steps.map((step) => ({ ...step, title: words(step.title) })),
    blocked: plan.blocked.map(({ control, why }) => ({ control, why: words(why) })),
  };
}

type Words = (phrase: Phrase) => string;

/** A link's reason is the same object in every control that the link is shown for: it is said once. */
function wordsOf(language: Language): Words {
  const known = new Map<Phrase, string>();
  return (phrase) => {
    const said = known.get(phrase) ?? speak(phrase, language);
    known.set(phrase, said);
    return said;
  };
}

function chainIn(chain: Chain<Phrase>, words: Words): Chain {
  return { ...chain, links: chain.links.map((link) => linkIn(link, words)) };
}

function linkIn(link: Link<Phrase>, words: Words): Link {
  return { ...link, reasons: link.reasons.map((reason) => reasonIn(reason, words)) };
}

function reasonIn(reason: Reason<Phrase>, words: Words): Reason {
  return { ...reason, message: words(reason.message) };
}
