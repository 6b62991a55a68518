import { type Given, own } from './wire.js';

type Element = { name: string; children: Given; text: string };

const TOKEN =
  /<!\[CDATA\[([\s\S]*?)\]\]>|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<(\/?)([\w.:-]+)((?:\s[^<>]*?)?)(\/?)>|([^<]+)|(<)/g;
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const LAST_POINT = 0x10ffff;

/** What the root element of a request holds, in the shape its JSON twin would have. Undefined when it is no XML. */
export function readXml(xml: string): Given | undefined {
  const outside: Element = { name: '', children: {}, text: '' };
  const open = [outside];
  for (const [, cdata, closing, name, , empty, plain, stray] of xml.matchAll(TOKEN)) {
    const inner = open.at(-1)!;
    const text = cdata ?? (plain && decoded(plain));
    if (stray !== undefined || (plain && text === undefined)) return undefined;
    if (text !== undefined) inner.text += text;
    if (name === undefined) continue;
    if (closing) {
      if (inner.name !== name || open.length === 1) return undefined;
      open.pop();
      put(open.at(-1)!.children, inner);
    } else if (empty) put(inner.children, { name, children: {}, text: '' });
    else open.push({ name, children: {}, text: '' });
  }
  const [root, ...others] = Object.values(outside.children);
  const isOne = open.length === 1 && others.length === 0 && outside.text.trim() === '' && !Array.isArray(root);
  if (!isOne || root === undefined) return undefined;
  return typeof root === 'object' ? (root as Given) : {};
}

/** An element that comes again turns into a list. */
function put(into: Given, { name, children, text }: Element): void {
  const value = Object.keys(children).length > 0 ? children : text.trim();
  const before = own(into, name);
  if (before === undefined) into[name] = value;
  else into[name] = [...(Array.isArray(before) ? before : [before]), value];
}

function decoded(text: string): string | undefined {
  let isKnown = true;
  const plain = text.replace(/&(#x?)?([\w]*);?/g, (_, number: string | undefined, name: string) => {
    const point = number ? Number.parseInt(name, number === '#x' ? 16 : 10) : 0;
    const sign = point > 0 && point <= LAST_POINT ? String.fromCodePoint(point) : own(ENTITIES, name);
    isKnown &&= sign !== undefined;
    return sign ?? '';
  });
  return isKnown ? plain : undefined;
}
