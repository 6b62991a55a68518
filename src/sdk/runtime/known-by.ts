const LONGEST_NAME = 200;

/** What a person knows a row by that became no record: its key and its name, as far as it says either. */
export function knownBy(said: unknown[]): string | undefined {
  const names = said.map((one) => plainText(one).trim()).filter((name) => name !== '');
  return names.length === 0 ? undefined : [...new Set(names)].join(' · ').slice(0, LONGEST_NAME);
}

/** A list or an object tells nothing from another, and some can't even be made a text of. */
export function plainText(value: unknown): string {
  return ['string', 'number', 'bigint', 'boolean'].includes(typeof value) ? String(value) : '';
}
