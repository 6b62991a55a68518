import type { Row, Wire } from './wire.js';

const ENTITIES: Record<string, string> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;', "'": '&apos;' };

export function escapeText(text: string): string {
  return text.replace(/[<>&"']/g, (sign) => ENTITIES[sign]!);
}

/** The same answer as XML: a list becomes one element after another. */
export function toXml(root: string, body: Row): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, body)}`;
}

function element(name: string, value: Wire): string {
  if (Array.isArray(value)) return value.map((one) => element(name, one)).join('');
  if (typeof value === 'string') return `<${name}>${escapeText(value)}</${name}>`;
  const inner = Object.entries(value).map(([child, of]) => element(child, of));
  return `<${name}>${inner.join('')}</${name}>`;
}
