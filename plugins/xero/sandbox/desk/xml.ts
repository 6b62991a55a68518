import { twin } from 'patchbay/sdk';

/** What the app says to whoever does not ask for JSON. */
export function xmlOf(text: string): string {
  const body = parsed(text);
  return `<?xml version="1.0" encoding="utf-8"?><Response>${elements(body)}</Response>`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { Message: text };
  }
}

function elements(value: unknown): string {
  if (typeof value !== 'object' || value === null) return twin.safe(String(value ?? ''));
  return Object.entries(value)
    .map(([name, inner]) => `<${name}>${inside(name, inner)}</${name}>`)
    .join('');
}

function inside(name: string, value: unknown): string {
  if (!Array.isArray(value)) return elements(value);
  const single = name.replace(/ies$/, 'y').replace(/s$/, '');
  return value.map((one) => `<${single}>${elements(one)}</${single}>`).join('');
}
