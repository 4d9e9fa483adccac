import { describe, expect, it } from 'vitest';
import {
  capital,
  day,
  distinct,
  inEnglish,
  joined,
  type Language,
  listOf,
  plural,
  say,
  speak,
  text,
} from './phrase.js';

const FRENCH: Language = {
  tag: 'fr-FR',
  phrases: {
    'Trail {0} is off in {1}.': 'Dans {1}, le journal {0} est arrêté.',
    'it has {0} alarm': 'elle a {0} alarme',
    'it has {0} alarms': 'elle a {0} alarmes',
    'the end': 'la fin',
    'even the end': 'également la fin',
  },
};

const alarms = (count: number) =>
  plural(count, { one: say`it has ${count} alarm`, other: say`it has ${count} alarms` });

describe('a sentence', () => {
  it('is its own template in English', () => {
    expect(inEnglish(say`Trail ${'audit'} is off in ${'eu-west-1'}.`)).toBe('Trail audit is off in eu-west-1.');
  });

  it('is what the language has for it, with the values where it wants them', () => {
    expect(speak(say`Trail ${'audit'} is off in ${'eu-west-1'}.`, FRENCH)).toBe(
      'Dans eu-west-1, le journal audit est arrêté.',
    );
  });

  it('is said in English where the language does not have it', () => {
    expect(speak(say`No topic for ${say`the end`}.`, FRENCH)).toBe('No topic for la fin.');
  });

  it.each(['{0}', '{1}', '{{0}}', 'the end', '$&', '$1', '$`', '__proto__', ''])(
    'shows the name %j as it is, whatever the language has under it',
    (name) => {
      const hostile: Language = { ...FRENCH, phrases: { ...FRENCH.phrases, '{0}': 'taken for text' } };
      expect(speak(say`Trail ${name} is off in ${'here'}.`, hostile)).toBe(`Dans here, le journal ${name} est arrêté.`);
      expect(inEnglish(say`Trail ${name} is off in ${'here'}.`)).toBe(`Trail ${name} is off in here.`);
    },
  );

  it('takes nothing from the prototype of a catalog', () => {
    expect(speak(say`toString`, FRENCH)).toBe('toString');
  });

  it('may hold braces, and nothing that looks like a place', () => {
    expect(inEnglish(say`A pattern that starts with { ends with }; {2,} is ${'{2}'} or more.`)).toBe(
      'A pattern that starts with { ends with }; {2,} is {2} or more.',
    );
    expect(() => say`Such as {2}.`).toThrow('what looks like a place must be a value');
  });
});

describe('numbers', () => {
  it.each([
    [0, '0', '0'],
    [-0, '0', '0'],
    [1, '1', '1'],
    [1024, '1024', '1024'],
    [123456, '123,456', '123\u202f456'],
    [0.5, '0.5', '0,5'],
    [1e-9, '1e-9', '1e-9'],
    [1e21, '1e+21', '1e+21'],
  ])('%d is "%s" in English and "%s" in French', (number, english, french) => {
    expect(inEnglish(say`${number}`)).toBe(english);
    expect(speak(say`${number}`, FRENCH)).toBe(french);
  });

  it('choose the form that is right in the language', () => {
    expect([0, 1, 2].map((count) => inEnglish(alarms(count)))).toEqual([
      'it has 0 alarms',
      'it has 1 alarm',
      'it has 2 alarms',
    ]);
    expect([0, 1, 2].map((count) => speak(alarms(count), FRENCH))).toEqual([
      'elle a 0 alarme',
      'elle a 1 alarme',
      'elle a 2 alarmes',
    ]);
  });

  it('choose among more forms where a language has more', () => {
    const polish: Language = {
      tag: 'pl-PL',
      phrases: {
        'it has {0} alarm': 'ma {0} alarm',
        'it has {0} alarms': 'ma {0} alarmu',
        'it has {0} alarms [few]': 'ma {0} alarmy',
        'it has {0} alarms [many]': 'ma {0} alarmów',
      },
    };
    expect([1, 3, 5, 1.5].map((count) => speak(alarms(count), polish))).toEqual([
      'ma 1 alarm',
      'ma 3 alarmy',
      'ma 5 alarmów',
      'ma 1,5 alarmu',
    ]);
  });
});

describe('phrases that are made of others', () => {
  it('list names as the language does', () => {
    const names = ['a', 'b', say`the end`];
    expect(inEnglish(listOf(names))).toBe('a, b and the end');
    expect(speak(listOf(names), FRENCH)).toBe('a, b et la fin');
    expect(inEnglish(listOf(['a']))).toBe('a');
    expect(inEnglish(listOf([]))).toBe('');
  });

  it('join by what the language puts between', () => {
    const changes = joined([say`one`, say`two`, say`the end`], (before, next) => say`${before}; ${next}`);
    expect(inEnglish(changes)).toBe('one; two; the end');
    const spaced: Language = { ...FRENCH, phrases: { ...FRENCH.phrases, '{0}; {1}': '{0}\u202f; {1}' } };
    expect(speak(changes, spaced)).toBe('one\u202f; two\u202f; la fin');
  });

  it('say sentences one after the other', () => {
    expect(speak(text(say`Here.`, say`the end`), FRENCH)).toBe('Here. la fin');
    expect(text(say`Here.`)).toEqual(say`Here.`);
  });

  it('begin with a capital where they stand alone', () => {
    expect(inEnglish(capital(say`even the end`))).toBe('Even the end');
    expect(speak(capital(say`even the end`), FRENCH)).toBe('Également la fin');
  });

  it('name days, and show what is no time as it stands', () => {
    expect(inEnglish(day('2026-11-03T23:59:59.999Z'))).toBe('3 November 2026');
    expect(inEnglish(day('2026-11-03T23:30:00-02:00'))).toBe('4 November 2026');
    expect(speak(day('2026-08-03'), FRENCH)).toBe('3 août 2026');
    for (const none of ['', 'Nov 3 2026', '0', '2026-13-41']) expect(inEnglish(day(none))).toBe(none);
  });

  it('are told apart by what they say', () => {
    expect(distinct([alarms(1), alarms(2), alarms(1), say`${'1'}`, say`${1}`])).toHaveLength(4);
  });
});
