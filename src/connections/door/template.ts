import type { Credentials } from '../credentials.js';

const FIELD = /\{(\w+)\}/g;

/** The credential fields that a template names. */
export function fieldsIn(template: string): string[] {
  return [...template.matchAll(FIELD)].map((match) => match[1]!);
}

/** Puts credentials in their places: `https://{storeDomain}/do`. */
export function fill(template: string, credentials: Credentials, write = (value: string) => value): string {
  return template.replace(FIELD, (_, name: string) => write(credentials[name] ?? ''));
}
