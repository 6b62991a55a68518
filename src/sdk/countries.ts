const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

/** English names → two letters, from the runtime's own list. */
const codes = new Map(
  LETTERS.flatMap((first) =>
    LETTERS.flatMap((second) => {
      const name = names.of(first + second);
      return name ? [[name.toLowerCase(), first + second] as const] : [];
    }),
  ),
);

/** The two letters of a country (ISO 3166-1) as an app writes it: 'New Zealand' or 'nz' is 'NZ'. Undefined for what is none. */
export function countryCode(written: unknown): string | undefined {
  if (typeof written !== 'string') return undefined;
  const text = written.trim();
  return /^[A-Za-z]{2}$/.test(text) ? text.toUpperCase() : codes.get(text.toLowerCase());
}

/** What a country is called in English: 'NZ' is 'New Zealand'. Undefined for what is no code. */
export const countryName = (code: string | null | undefined): string | undefined =>
  code && /^[A-Z]{2}$/.test(code) ? names.of(code) : undefined;
