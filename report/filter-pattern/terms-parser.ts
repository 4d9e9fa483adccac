import type { EverythingPattern, Term, TermsPattern } from './ast.js';
import type { Scanner } from './scanner.js';

/**
 *     terms = term { blank term } ;
 *     term  = [ "?" | "-" ] ( word | quoted ) ;
 *
 * Source: "Using filter patterns to match terms in unstructured log events" in the CloudWatch Logs page on filter
 * pattern syntax; a quoted blank alone is the documented way to match everything.
 */
export function parseTerms(scanner: Scanner): TermsPattern | EverythingPattern {
  const terms: Term[] = [];
  while (!scanner.atEnd) {
    terms.push(term(scanner));
    const blanks = scanner.skipBlanks();
    if (blanks === 0 && !scanner.atEnd) {
      scanner.notUnderstood(
        `Whether AWS takes ${scanner.found()} in an unquoted term is not documented; put the term in double quotes.`,
      );
    }
  }
  const only = terms.length === 1 ? terms[0] : undefined;
  return only?.sign === 'required' && only.text === ' ' ? { kind: 'everything' } : { kind: 'terms', terms };
}

function term(scanner: Scanner): Term {
  const at = scanner.position;
  const sign = scanner.take('?') ? 'optional' : scanner.take('-') ? 'excluded' : 'required';
  if (scanner.peek() === '"') {
    const text = scanner.quoted();
    if (text === '') scanner.notUnderstood('What AWS makes of an empty term is not documented.', at);
    return { sign, text };
  }
  if (scanner.peek() === "'") {
    scanner.notUnderstood('What AWS makes of a single quote is not documented; text is quoted with double quotes.');
  }
  const word = scanner.run(/[A-Za-z0-9_]/);
  if (word === '') {
    scanner.notUnderstood(
      `Whether AWS takes ${scanner.found()} in an unquoted term is not documented; put the term in double quotes.`,
    );
  }
  return { sign, text: word };
}
