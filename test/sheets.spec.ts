import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';

const all = (folder: string, end: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(end))
    .map((file) => [file.slice(0, -end.length), readFileSync(`${folder}/${file}`, 'utf8')] as const);

const views = new Map(all('views', '.hbs'));
const sheets = new Map(all('public', '.css').map(([name, text]) => [name, text.replaceAll(/\/\*[\s\S]*?\*\//g, '')]));
/** What a sheet is about: what its selectors begin with. */
const subjectsOf = (text: string) => words(text, /(?:^|[,}]|\n)\s*\.([a-zA-Z][\w-]*)/g);
const subjects = new Set([...sheets.values()].flatMap((text) => [...subjectsOf(text)]));
const classesOf = new Map([...sheets].map(([name, text]) => [name, words(text, /\.([a-zA-Z][\w-]*)/g)]));

function words(text: string, pattern: RegExp): Set<string> {
  return new Set([...text.matchAll(pattern)].map(([, word]) => word!));
}

/** A view and everything it is made of. */
function partsOf(view: string, found = new Set<string>()): Set<string> {
  if (found.has(view) || !views.has(view)) return found;
  found.add(view);
  for (const part of words(views.get(view)!, /\{\{#?>\s*([\w/-]+)/g)) partsOf(part, found);
  return found;
}

const linkedBy = (parts: Set<string>) =>
  new Set([...parts].flatMap((part) => [...words(views.get(part)!, /asset '([\w-]+)\.css'/g)]));

function classesIn(view: string): Set<string> {
  const lists = [...views.get(view)!.matchAll(/class="([^"]*)"/g)].map(([, list]) => list!);
  return new Set(lists.flatMap((list) => [...words(list.replaceAll(/\{\{.*?\}\}/g, ' '), /([\w-]+)/g)]));
}

const frame = linkedBy(partsOf('layout'));
const pages = [...views.keys()].filter((view) => view !== 'layout' && !basename(view).startsWith('_'));

describe('the style sheets', () => {
  it.each(pages)('that %s needs are linked by it', (page) => {
    const parts = partsOf(page);
    const linked = [...frame, ...linkedBy(parts)];
    const known = new Set(linked.flatMap((sheet) => [...(classesOf.get(sheet) ?? [])]));
    const bare = [...parts].flatMap((part) =>
      [...classesIn(part)].filter((name) => subjects.has(name) && !known.has(name)),
    );
    expect(bare).toEqual([]);
  });

  it('never say two things of one class', () => {
    const sayers = new Map<string, string[]>();
    for (const [sheet, text] of sheets) {
      const selectors = [...text.matchAll(/([^{}]+)\{/g)].flatMap(([, list]) => list!.split(','));
      const alone = new Set(selectors.map((one) => one.trim()).filter((one) => /^\.[\w-]+$/.test(one)));
      for (const name of alone) sayers.set(name, [...(sayers.get(name) ?? []), sheet]);
    }
    expect([...sayers].filter(([, said]) => said.length > 1)).toEqual([]);
  });
});
