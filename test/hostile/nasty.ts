export const LONG = 'x'.repeat(1_000_000);

/** What nobody would type, and somebody will. */
export const TEXTS: Record<string, string> = {
  empty: '',
  blank: '   ',
  script: '<script>alert(1)</script>"\'><img src=x onerror=alert(1)>',
  template: '{{constructor}} #{7*7} <%= 7*7 %>',
  sql: "' or '1'='1'; drop table records; -- ",
  zero: '0',
  negative: '-1',
  large: '9007199254740993',
  endless: '1e400',
  'not a number': 'NaN',
  'a date before dates': '0001-01-01',
  'a date after dates': '9999-12-31',
  'no such day': '2026-02-31',
  'a null byte': 'a\u0000b',
  'control characters': '\u0001\u001b[31m\u007f\r\nSet-Cookie: a=b',
  'right to left': '\u202eevil\u202c العربية',
  emoji: '🧨👩‍👩‍👧‍👦',
  'half a letter': 'a\ud800b',
  'a way up': '../../../../etc/passwd',
  prototype: '__proto__',
  json: '{"a":[1,{"__proto__":{"x":1}}]}',
  long: 'é'.repeat(5000),
};

/** For what stands in an address: there it is shorter, and already written as it goes over the wire. */
export const IN_PATHS = [
  '0',
  '-1',
  '01',
  '1.5',
  '1e9',
  '999999999',
  '9007199254740993',
  '99999999999999999999999999',
  'abc',
  '%00',
  '%0d%0aSet-Cookie:a=b',
  '%ff%fe',
  '%2e%2e%2f%2e%2e%2f',
  '%3Cscript%3Ealert(1)%3C%2Fscript%3E',
  '__proto__',
  'constructor',
  '%F0%9F%A7%A8',
  'x'.repeat(3000),
];

/** What may stand behind a name in an address. */
export const IN_QUERIES: ((name: string) => string)[] = [
  (name) => `${name}`,
  (name) => `${name}=`,
  (name) => `${name}[]=1`,
  (name) => `${name}[a]=b`,
  (name) => `${name}=1&${name}=2`,
  (name) => `${name}=%00`,
  (name) => `${name}=%ff`,
  (name) => `${name}=-1`,
  (name) => `${name}=99999999999999999999`,
  (name) => `${name}=999999999999999`,
  (name) => `${name}=0001-01-01`,
  (name) => `${name}=9999-12-31`,
  (name) => `${name}=%3Cscript%3Ealert(1)%3C%2Fscript%3E`,
  (name) => `${name}=__proto__`,
  (name) => `${name}=%F0%9F%A7%A8%27%22%25_%5C`,
  (name) => `${name}=${'x'.repeat(3000)}`,
  (name) => `__proto__[${name}]=1`,
];

/** A few of many, always the same ones. */
export function some<T>(all: readonly T[], count: number): T[] {
  if (all.length <= count) return [...all];
  const step = all.length / count;
  return Array.from({ length: count }, (_, at) => all[Math.floor(at * step)]!);
}

/** The same, begun elsewhere. */
export function turned<T>(all: readonly T[], by: number): T[] {
  const start = by % all.length;
  return [...all.slice(start), ...all.slice(0, start)];
}
