const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A text as it stands between tags, or in an attribute. */
export const safe = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);

export interface Look {
  /** Whose twin it is: 'Parcelly'. */
  app: string;
  /** The colour of headings and buttons, on light and on dark paper. */
  accent: [light: string, dark: string];
}

export interface PageAnswer {
  status: number;
  text: string;
  type: string;
}

/** A whole page around its content, for people who open the twin's address. Nothing comes from elsewhere and no script runs. */
export function page({ app, accent }: Look, title: string, content: string, status = 200): PageAnswer {
  const text = `<!doctype html>
<html lang="en-AU">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${safe(title)} · ${safe(app)} sandbox</title>
<style>${styleOf(accent)}</style>
</head>
<body><main>
${content}
</main></body>
</html>
`;
  return { status, text, type: 'text/html; charset=utf-8' };
}

/** What to type to connect to it. */
export const credentials = (all: [name: string, value: string][]): string =>
  `<dl>${all.map(([name, value]) => `<div><dt>${safe(name)}</dt><dd><code>${safe(value)}</code></dd></div>`).join('')}</dl>`;

/** How much of everything it holds. */
export function counts(all: [name: string, count: number][]): string {
  const items = all.map(([name, count]) => `<li><b>${count.toLocaleString('en-AU')}</b> ${safe(name)}</li>`);
  return `<ul class="counts">${items.join('')}</ul>`;
}

export type Cell = string | { amount: string } | { pill: string };

/** Columns whose name begins with `#` hold amounts. */
export function table(heads: string[], rows: Cell[][], whenEmpty: string): string {
  if (rows.length === 0) return `<p class="empty">${safe(whenEmpty)}</p>`;
  const head = heads.map((name) =>
    name.startsWith('#')
      ? `<th scope="col" class="amount">${safe(name.slice(1))}</th>`
      : `<th scope="col">${safe(name)}</th>`,
  );
  const body = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('');
  return `<div class="scroll"><table><thead><tr>${head.join('')}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function cell(content: Cell): string {
  if (typeof content === 'string') return `<td>${safe(content)}</td>`;
  if ('amount' in content) return `<td class="amount">${safe(content.amount)}</td>`;
  return `<td><span class="pill ${safe(content.pill.toLowerCase())}">${safe(content.pill)}</span></td>`;
}

const styleOf = ([light, dark]: Look['accent']): string => `
:root{color-scheme:light dark;--ink:#1d2733;--soft:#566474;--line:#dde3ea;--paper:#fff;--ground:#f2f5f8;--accent:${light};--on:#fff}
@media(prefers-color-scheme:dark){:root{--ink:#e4ebf2;--soft:#a2b0bf;--line:#323d49;--paper:#1a2129;--ground:#12171d;--accent:${dark};--on:#0d1a23}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:64rem;margin:0 auto;padding:2rem 1rem}
h1{margin:0;color:var(--accent)}h2{font-size:1.05rem;margin:0 0 .75rem}h3{font-size:.9rem;margin:1.25rem 0 .25rem;color:var(--soft)}header p{margin:.25rem 0 1.5rem;color:var(--soft)}
section{background:var(--paper);border:1px solid var(--line);border-radius:.75rem;padding:1rem 1.25rem;margin-bottom:1rem}
form{max-width:34rem}section p{margin:0 0 .75rem}dl{margin:0;display:grid;grid-template-columns:repeat(auto-fit,minmax(min(22rem,100%),1fr));gap:.5rem}dt{color:var(--soft);font-size:.85rem}dd{margin:0}code{overflow-wrap:anywhere}
ul{margin:0;padding-left:1.25rem}li code{color:var(--soft);font-size:.85em}.choice{display:flex;gap:.75rem;align-items:flex-start;padding:.5rem 0}
.choice input{margin-top:.3rem;width:1.1rem;height:1.1rem}.choice small{display:block;color:var(--soft)}
.buttons{display:flex;gap:.75rem;flex-wrap:wrap}button{font:inherit;padding:.55rem 1.25rem;border-radius:.5rem;border:1px solid var(--line);background:var(--paper);color:var(--ink);cursor:pointer}
button.primary{background:var(--accent);border-color:var(--accent);color:var(--on)}button:focus-visible,input:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.problem{background:#f8dcda;color:#7a231d;border-radius:.5rem;padding:.5rem 1rem}
.counts{display:grid;grid-template-columns:repeat(auto-fill,minmax(6.75rem,1fr));gap:.5rem;list-style:none;margin:0 0 1rem;padding:0}.counts:last-child{margin:0}
.counts b{display:block;font-size:1.4rem}.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{text-align:left;padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line)}
th{color:var(--soft);font-weight:600}tr:last-child td{border-bottom:0}.empty.empty{margin:0;color:var(--soft)}td.amount,th.amount{text-align:right;font-variant-numeric:tabular-nums}
.pill{border-radius:1rem;padding:.1rem .6rem;background:#e3e8ee;color:#36424f;white-space:nowrap}
.paid,.completed{background:#d5f0df;color:#17502f}.authorised,.placed{background:#dcebfb;color:#1d4a78}
.draft,.submitted,.backordered{background:#fdebc8;color:#6b4700}.voided,.deleted{background:#f8dcda;color:#7a231d}
`;
