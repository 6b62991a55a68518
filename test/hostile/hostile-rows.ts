type Row = Record<string, unknown>;

const deep = (levels: number): unknown => (levels === 0 ? 'deep' : { a: deep(levels - 1), b: [levels] });

/** JSON knows no such numbers, but can spell one that becomes infinite. */
const SPELT = { '@endless@': '1e400', '@tiny@': '-1e-400', '@exact@': '9007199254740993.123456789' };

/** What an app might say of anything, by mistake or on purpose. */
const VALUES: unknown[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>\'</td></table></main>',
  null,
  'NaN',
  '@endless@',
  -1,
  '0001-01-01 00:00:00',
  '/Date(-62135596800000)/',
  '9999-12-31T23:59:59',
  '/Date(253402300799999)/',
  'not a date',
  '2026-02-31',
  [],
  {},
  [null, 1, 'a', [], {}],
  true,
  '🧨\u202eevil\u202c العربية',
  'a\u0000b\u0001\u001b[31m\r\nc',
  'half \ud800 letter',
  JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}'),
  deep(60),
  { toString: 1, valueOf: 1 },
  '=HYPERLINK("http://evil.example","click")',
  '@exact@',
  '@tiny@',
  ' '.repeat(300),
  'x'.repeat(70_000),
  '',
  1.5e21,
  '-12.5',
  '{{constructor}} %s %d {1}',
];

const HUGE = `<script>alert(1)</script>${'ü'.repeat(500_000)}`;

/** Gives one field of each row of an answer's lists another value; which and what differs from round to round. */
export function spoil(json: string, round: number): string {
  const answer = JSON.parse(json) as unknown;
  let at = round;
  for (const rows of listsIn(answer)) {
    for (const row of rows) {
      spoilOne(row, at);
      at += 1;
    }
    const last = rows.at(-1);
    const text = last && Object.keys(last).find((key) => typeof last[key] === 'string' && !/id$|guid|sku/i.test(key));
    if (last && text && rows.length > 3) last[text] = HUGE;
  }
  return Object.entries(SPELT).reduce(
    (text, [mark, number]) => text.replaceAll(`"${mark}"`, number),
    JSON.stringify(answer),
  );
}

function spoilOne(row: Row, at: number): void {
  // Every fourth one stays as it is: it has to come in whatever the others are like.
  if (at % 4 === 3) return;
  const keys = Object.keys(row);
  const key = keys[(at * 7) % keys.length]!;
  if (at % 11 === 5) delete row[key];
  else row[key] = VALUES[at % VALUES.length];
}

/** The lists of things right below the top, where apps have them. */
function listsIn(answer: unknown): Row[][] {
  return Object.values((answer ?? {}) as Row)
    .filter((value): value is Row[] => Array.isArray(value) && value.length > 1)
    .map((list) => list.filter((row) => typeof row === 'object' && row !== null && !Array.isArray(row)));
}
