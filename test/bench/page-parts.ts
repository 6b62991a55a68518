/** A page taken apart: a template with a place for each thing that its table says, and what the rows say. */
export interface PageParts {
  template: string;
  rows: { kind: string; said: string[] }[];
}

const ROW = /\s*<tr>(?:(?!<\/tr>)[\s\S])*<\/tr>\s*/g;
/** What a template would fill in: texts, and attributes that differ from row to row. */
const SAID = /(\b(?:href|value|datetime|aria-label|hx-get|title)=")([^"]*)(?=")|(>)([^<>]*[^\s<>][^<>]*)(?=<)/g;

/** Makes of a finished page what another server needs to render the very same again. */
export function takeApart(html: string): PageParts {
  const begin = html.indexOf('<tbody>') + '<tbody>'.length;
  const end = html.indexOf('</tbody>');
  const kinds = new Map<string, string>();
  const rows = [...html.slice(begin, end).matchAll(ROW)].map(([row]) => {
    const said: string[] = [];
    const skeleton = plain(row).replace(SAID, (_, name?: string, value?: string, bracket?: string, text?: string) => {
      said.push(unescaped(value ?? text ?? ''));
      return `${name ?? bracket}{{said.[${said.length - 1}]}}`;
    });
    if (!kinds.has(skeleton)) kinds.set(skeleton, `kind${kinds.size}`);
    return { kind: kinds.get(skeleton)!, said };
  });
  const partials = [...kinds].map(([skeleton, kind]) => `{{#*inline "${kind}"}}${skeleton}{{/inline}}`).join('');
  const list = '{{#each rows}}{{> (lookup this "kind")}}{{/each}}';
  return { template: partials + plain(html.slice(0, begin)) + list + plain(html.slice(end)), rows };
}

/** Nothing that a page says may be read as an instruction of the template. */
const plain = (html: string) => html.replaceAll('{{', '&#123;&#123;');

const ENTITIES: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x27;': "'",
  '&#x3D;': '=',
  '&#x60;': '`',
};

const unescaped = (text: string) => text.replace(/&(?:\w+|#x\w+);/g, (entity) => ENTITIES[entity] ?? entity);
