const LONGEST = 180;

/**
 * What references are compared by: 'inv-00012 ' and 'INV 00012' are one, and a prefix that documents of ours left under is no
 * part of it. ASCII alone, so that the database and this process put keys in the same order.
 */
export function matchKey(reference: string, prefixes: readonly string[] = []): string {
  // One of signs alone is told from others by them.
  const whole = plain(reference) || spelled(reference.trim());
  const prefix = prefixes.find((candidate) => whole.length > candidate.length && whole.startsWith(candidate));
  return (prefix === undefined ? whole : whole.slice(prefix.length)).slice(0, LONGEST);
}

/** Prefixes as keys have them, the longest first; the empty one needs no mention. */
export function plainPrefixes(prefixes: Iterable<string>): string[] {
  const plainOnes = new Set([...prefixes].map(plain).filter(Boolean));
  return [...plainOnes].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

/** What stands before a record's number in the reference it left under; undefined when it is no prefix. */
export function prefixOf(reference: string, number: string): string | undefined {
  const [whole, end] = [plain(reference), plain(number)];
  return end !== '' && whole.endsWith(end) ? whole.slice(0, whole.length - end.length) : undefined;
}

/** For rows without a reference or number: a key of its own that no reference can have. */
export const ownKey = (remoteId: string): string => `~${plain(remoteId)}`.slice(0, LONGEST);

function plain(text: string): string {
  return spelled(
    text
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[^\p{L}\p{N}]/gu, ''),
  );
}

const spelled = (text: string): string =>
  text.replace(/[^0-9A-Z]/gu, (letter) => `{${letter.codePointAt(0)!.toString(16)}}`);
