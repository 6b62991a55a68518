import { dirname, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What a module said as it broke, and on which line: its author knows neither where its copy lies nor what the hub did with it. */
export function whyBroken(error: unknown, entry: string): string {
  if (!(error instanceof Error)) return `can't be loaded: ${String(error)}`;
  const folder = dirname(entry);
  const message = String(error.message).replaceAll(folder + sep, '');
  const line = lineWithin([`${pathToFileURL(folder).href}/`, folder + sep], String(error.stack));
  return `can't be loaded: ${message}${line ? ` (${line})` : ''}`;
}

/** The first line of a stack that is in the folder: 'tasks/import-products.js:12'. */
function lineWithin(addresses: string[], stack: string): string | undefined {
  const places = addresses.flatMap((address) => stack.split(address).slice(1));
  return places.flatMap((place) => /^[^\s:)'"]+:\d+/.exec(place) ?? [])[0];
}
