/** An address that a plugin or an app gave: only one that leads to a page may become a link. */
export function webAddress(url: string | null | undefined): string | undefined {
  return url && /^https?:\/\//i.test(url) ? url : undefined;
}
