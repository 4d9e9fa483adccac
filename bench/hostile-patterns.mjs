// Patterns of up to 1,024 characters that are built to cost time. The same ones every time.

/** A small generator of numbers in [0, 1), the same on every machine. */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function filled(make, separator, open = '{ ', close = ' }') {
  let text = open;
  for (let index = 0; ; index += 1) {
    const next = (index === 0 ? '' : separator) + make(index);
    if (text.length + next.length + close.length > 1024) return text + close;
    text += next;
  }
}

const FIELDS = [
  'eventName',
  'awsRegion',
  'sourceIPAddress',
  'eventSource',
  'userIdentity.type',
  'errorCode',
  'userAgent',
];

const KINDS = [
  // Stars in one text, all matched against all.
  (next) => `{ $.eventName = "${'*a'.repeat(400 + Math.floor(next() * 50))}*" }`,
  (next) =>
    `{ $.errorCode != "${'*ab'.repeat(200 + Math.floor(next() * 100))}*" || $.errorCode = "${'*b'.repeat(100)}*" }`,
  // Counted repeats, which determinise badly.
  (next) => {
    const count = 10 + Math.floor(next() * 900);
    return `{ $.errorCode = %a[ab]{${count}}% || $.errorCode = %b[ab]{1,${count}}a% || $.errorCode NOT EXISTS }`;
  },
  (next) => `{ $.awsRegion = %[ab]{9}[bc]{9}% || $.awsRegion = %.*a.{${10 + Math.floor(next() * 20)}}b.*% }`,
  (next) =>
    `{ $.userAgent = %${'[a-z]?'.repeat(60 + Math.floor(next() * 20))}${'a'.repeat(60)}% && $.awsRegion != %${'a*'.repeat(200)}b% }`,
  // Sixty conditions on sixty places.
  () => filled((index) => `($.f${index} = a || $.g${index} != b)`, ' && '),
  () => filled((index) => `($.f${index} = a && $.g${index} != b)`, ' || '),
  (next) => filled((index) => `$.f${index % 30} ${next() < 0.5 ? '=' : '!='} v${Math.floor(next() * 9)}`, ' || '),
  // Conditions that overlap on the same few places.
  (next) =>
    filled(() => {
      const pick = () => FIELDS[Math.floor(next() * FIELDS.length)];
      const text = () =>
        `${'*abc'[Math.floor(next() * 4)]}${'abc'[Math.floor(next() * 3)]}${'*abc'[Math.floor(next() * 4)]}`;
      const operator = () => (next() < 0.5 ? '=' : '!=');
      return `($.${pick()}${operator()}"${text()}"&&$.${pick()}${operator()}"${text()}")`;
    }, '||'),
  (next) =>
    filled(() => {
      const text = () => `*${'abcdef'[Math.floor(next() * 6)]}${'abcdef'[Math.floor(next() * 6)]}*`;
      return `($.awsRegion${next() < 0.5 ? '=' : '!='}"${text()}"||$.eventID!="${text()}")`;
    }, '&&'),
  // A clause for each combination: satisfiability in disguise.
  (next) => {
    const bit = (index) => `$.${['awsRegion', 'eventID', 'eventVersion', 'sourceIPAddress'][index % 4]}`;
    return filled(() => {
      const one = () => {
        const index = Math.floor(next() * 12);
        return `${bit(index)}${next() < 0.5 ? '=' : '!='}"*${'abc'[Math.floor(index / 4)]}*"`;
      };
      return `(${one()}&&${one()}&&${one()})`;
    }, '||');
  },
  // Depth.
  () => `{ ${'('.repeat(490)}$.eventName = a${')'.repeat(490)} }`,
  () => {
    let text = '$.a=b';
    for (let index = 0; text.length < 990; index += 1) text = `(${text}${index % 2 ? '&&' : '||'}$.x${index}=y)`;
    return `{${text}}`;
  },
  // Nodes inside nodes.
  (next) => filled((index) => `$.requestParameters.a.b.c${index}[${Math.floor(next() * 9)}].d != "x"`, ' || '),
  (next) => filled((index) => `($.a${'.b'.repeat(index % 20)} = 1 && $.a[${Math.floor(next() * 99)}] = 2)`, ' || '),
  // Numbers, wildcards and what is not settled, together.
  (next) => filled(() => `$.x > ${Math.floor(next() * 1e6)} && $.x < ${Math.floor(next() * 1e6)}`, ' || '),
  (next) =>
    `{ $.* = "*a*b*" || $.resources[*].ARN != "*c*d*" || $.readOnly != true && $.* = ${Math.floor(next() * 9)} }`,
  () => filled((index) => `-"${index}a"`, ' ', '', ''),
  () => filled((index) => `-t${index}`, ' ', '', ''),
  () => filled((index) => `?t${index}`, ' ', '', ''),
  () => filled((index) => `t${index}`, ' ', '', ''),
  () => filled((index) => `"\\"k${index}\\":\\"v${index}\\""`, ' ', '', ''),
  // Three of a dozen flags in each clause.
  (next) =>
    filled(() => {
      const one = () => `$.f${Math.floor(next() * 12)}${next() < 0.5 ? '=' : '!='}a`;
      return `(${one()}&&${one()}&&${one()})`;
    }, '||'),
  (next) => filled((index) => `$.userIdentity.arn = "arn:*:x${Math.floor(next() * 99)}*:n${index}"`, ' || '),
  () => filled((index) => `f${index}=*a*||f${index}!=1`, ',', '[', ']'),
];

/** `count` patterns, of all kinds in turn. */
export function hostilePatterns(count) {
  const next = random(7);
  return Array.from({ length: count }, (_, index) => KINDS[index % KINDS.length](next).slice(0, 1024));
}
