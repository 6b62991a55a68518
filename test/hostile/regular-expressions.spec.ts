import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { type Page, pages } from '../support/house-rules.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** One field of an answer, or of a form, may be longer. The short ones come first: with the cube nobody waits for the long ones. */
const LENGTHS = [2000, 40_000];
/** Milliseconds of work: how long it takes says more of the machine. */
const PATIENCE = 150;

const isHouse = ({ path }: Page) => !/\.spec\.ts$|\/test\/|\/testing\//.test(path);

function expressionsIn({ path, text }: Page): { path: string; expression: string }[] {
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) found.push(node.text);
    ts.forEachChild(node, look);
  };
  look(ts.createSourceFile(path, text, ts.ScriptTarget.Latest));
  return found.map((expression) => ({ path, expression }));
}

/** The same few letters again and again, which nearly fit: what makes an expression try every way of sharing them out. */
function tiresome(expression: string): string[] {
  const words = expression.match(/[a-z]{3,}/gi) ?? [];
  const units = [...'aA0 /-.=%{<",:#?@[', '\n', 'a.', 'a-', '0.', '&a', ...words];
  const begun = ['', 'a', '?', 'x://'];
  return LENGTHS.flatMap((length) =>
    units.flatMap((unit) => begun.map((begin) => `${begin}${unit.repeat(length / unit.length)}!`)),
  );
}

function isTiring(expression: string): boolean {
  const end = expression.lastIndexOf('/');
  const regular = new RegExp(expression.slice(1, end), expression.slice(end + 1));
  return tiresome(expression).some((text) => {
    const before = process.cpuUsage();
    text.replace(regular, '');
    return process.cpuUsage(before).user > PATIENCE * 1000;
  });
}

it('no regular expression of the house is read for long, whatever it is given', () => {
  const all = pages(root, ['src', 'plugins'], ['.ts']).filter(isHouse).flatMap(expressionsIn);
  expect(all.length).toBeGreaterThan(200);
  const tiring = all.filter(({ expression }) => isTiring(expression));
  expect(tiring).toEqual([]);
}, 120_000);

it.each(['/\\/+$/', '/^0*(\\d*)(?:\\.\\d*)?0*$/'])(
  'finds one that grows faster than what it reads: %s',
  (expression) => {
    expect(isTiring(expression)).toBe(true);
  },
);
