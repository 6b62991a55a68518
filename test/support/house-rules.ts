import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import Handlebars from 'handlebars';

/** A file of the project as the rules see it. */
export interface Page {
  path: string;
  text: string;
}

/** Every text file below the folders that ends in one of the endings. */
export function pages(root: string, folders: string[], endings: string[]): Page[] {
  return folders
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('node_modules'))
    .map((path) => ({ path: relative(root, path), text: readFileSync(path, 'utf8') }));
}

export function tooLong(all: Page[], limit: number): string[] {
  return all
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines >= limit)
    .map(({ path, lines }) => `${path} has ${lines} lines`);
}

/** Where one of the names stands as a word: `Acme`, `acme_id` and `AcmeClient` are found, `acmeology` is not. */
export function naming(all: Page[], names: string[]): string[] {
  const forms = names.map((name) => ({ name, form: new RegExp(`\\b${name.replaceAll('-', '[ -]?')}\\b`, 'i') }));
  return all.flatMap(({ path, text }) =>
    [path, ...text.split('\n')].flatMap((line, at) =>
      forms
        .filter(({ form }) => form.test(inWords(line)) || form.test(line))
        .map(({ name }) => `${at === 0 ? path : `${path}:${at}`} names ${name}`),
    ),
  );
}

const VAGUE = '(utils?|helpers?|common|misc|shared|managers?)';
const VAGUE_PATH = new RegExp(`(^|[/.-])${VAGUE}(/|\\.ts$)`);
const VAGUE_CLASS = /\b(?:class|interface)\s+(\w+(?:Manager|Helper|Util)s?)\b/g;

/** Folders, files and classes whose names say nothing a customer would say. */
export function vagueNames(all: Page[]): string[] {
  return all.flatMap(({ path, text }) => [
    ...(VAGUE_PATH.test(path) ? [`${path} is vague`] : []),
    ...[...text.matchAll(VAGUE_CLASS)].map(([, name]) => `${path} calls something ${name}`),
  ]);
}

/** Connectors' files that write an address of the network, outside those that are there for it. */
export function strayAddresses(all: Page[]): string[] {
  const theirs = /^plugins\/[^/]+\/(client(\/|\.ts$)|connection\.ts$|listing\.ts$|sandbox\/)/;
  return all
    .filter(({ path, text }) => !theirs.test(path) && /['"`]https?:\/\//.test(text))
    .map(({ path }) => `${path} knows an address`);
}

/** What a template calls beyond conditions, loops, partials and the helpers it is given. */
export function strangeCalls({ path, text }: Page, helpers: string[]): string[] {
  const found: string[] = [];
  const visit = (call: { path: hbs.AST.PathExpression | hbs.AST.Literal; params: unknown[] }, always: boolean) => {
    const name = 'original' in call.path ? String(call.path.original) : '';
    if ((always || call.params.length > 0) && !helpers.includes(name)) found.push(`${path} calls ${name}`);
  };
  class Calls extends Handlebars.Visitor {
    override MustacheStatement(node: hbs.AST.MustacheStatement) {
      visit(node, false);
      super.MustacheStatement(node);
    }
    override BlockStatement(node: hbs.AST.BlockStatement) {
      visit(node, true);
      super.BlockStatement(node);
    }
    override SubExpression(node: hbs.AST.SubExpression) {
      visit(node, true);
      super.SubExpression(node);
    }
  }
  new Calls().accept(Handlebars.parse(text));
  return found;
}

function inWords(line: string): string {
  return line.replaceAll('_', ' ').replace(/([a-z\d])([A-Z])/g, '$1 $2');
}
