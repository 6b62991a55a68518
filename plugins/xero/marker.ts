import type { StoreFacts } from 'patchbay/sdk';

/**
 * The link that a document carries: it leads a bookkeeper to the store's export log, and tells this store's documents from those of
 * another one that feeds the same organisation. The app refuses links with its own name in them.
 */
export const markerOf = ({ address }: Pick<StoreFacts, 'address'>, number: string): string =>
  (address + encodeURIComponent(number)).replace(/x(?=ero)/gi, (letter) => (letter === 'x' ? '%78' : '%58'));

/** True for this store's, false for another store's of the same hub; undefined where no hub has left its mark. */
export function isOurs(url: string | undefined, { address }: Pick<StoreFacts, 'address'>): boolean | undefined {
  if (!url) return undefined;
  const own = markerOf({ address }, '');
  if (url.startsWith(own)) return true;
  return url.startsWith(own.replace(/\d+[^\d]*$/, '')) ? false : undefined;
}
