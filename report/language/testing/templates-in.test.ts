import { expect, it } from 'vitest';
import { templatesIn } from './templates-in.js';

// A place is written @{ }, so that nobody takes these texts for templates.
const read = (source: string): readonly string[] => templatesIn(source.replaceAll('@', '$'));

it.each([
  ['say`Trail @{trail.name} is off.`', ['Trail {0} is off.']],
  ['say`a` + other`b` + essay`c` + x.say`d`', ['a']],
  ['say`@{a} of @{b / 2} {c}`', ['{0} of {1} {c}']],
  ["say`@{names.join(', ')}.` // and `more`", ['{0}.']],
  ['say`@{f({ a: "}" })} and @{say`inner @{deep}`}`', ['{0} and {1}', 'inner {0}']],
  ['say`write \\\\x@{hex}, \\` or \\@{`', ['write \\x{0}, ` or ${']],
  ['say`in\ntwo lines`', ['in\ntwo lines']],
])('reads %j', (source, templates) => {
  expect(read(source)).toEqual(templates);
});

it.each([
  ['say`no end', 'a template does not end'],
  ['say`@{no end`', 'a template does not end'],
  ['say`@{"no end`', 'a string does not end'],
  ['say`@{/x/.test(y)}`', 'too much in a place'],
  ['say`\\n`', 'write the character itself'],
])('stops at %j', (source, problem) => {
  expect(() => read(source)).toThrow(problem);
});
