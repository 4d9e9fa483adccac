import { say } from '../language/phrase.js';
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
    if (blanks === 0 && !scanner.atEnd) refuse(scanner);
  }
  const only = terms.length === 1 ? terms[0] : undefined;
  return only?.sign === 'required' && only.text === ' ' ? { kind: 'everything' } : { kind: 'terms', terms };
}

function term(scanner: Scanner): Term {
  const at = scanner.position;
  const sign = scanner.take('?') ? 'optional' : scanner.take('-') ? 'excluded' : 'required';
  if (scanner.peek() === '"') {
    const text = scanner.quoted();
    if (text === '') scanner.notUnderstood(say`What AWS makes of an empty term is not documented.`, at);
    return { sign, text };
  }
  if (scanner.peek() === "'") {
    scanner.notUnderstood(say`What AWS makes of a single quote is not documented; text is quoted with double quotes.`);
  }
  const word = scanner.run(/[A-Za-z0-9_]/);
  if (word === '') refuse(scanner);
  return { sign, text: word };
}

/** "Invalid character(s) in term" is what AWS answers to operators; what it makes of a dot or a dash is not said. */
function refuse(scanner: Scanner): never {
  if (/[$(){}=&|!<>]/.test(scanner.peek())) {
    scanner.malformed(
      say`Expected a term of letters and digits or in double quotes, found ${scanner.found()}; a pattern about fields stands between { and }.`,
    );
  }
  return scanner.notUnderstood(
    say`Whether AWS takes ${scanner.found()} in an unquoted term is not documented; put the term in double quotes.`,
  );
}
