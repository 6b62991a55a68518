import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Response } from 'express';
import { expect, it } from 'vitest';
import { type Cell, sendCsv } from './csv.js';

async function written(cell: Cell): Promise<string> {
  const response = Object.assign(new PassThrough(), { setHeader: () => undefined }) as unknown as Response;
  const whole = text(response as unknown as PassThrough);
  const one = async function* () {
    yield [[cell]];
  };
  await sendCsv(response, 'lines.csv', ['Head'], one());
  return (await whole).slice('Head\r\n'.length, -2);
}

it.each([
  ['=HYPERLINK("http://evil.example")', `"'=HYPERLINK(""http://evil.example"")"`],
  ['+1 300 000', "'+1 300 000"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['-2+3', "'-2+3"],
  ['\t=1', "'\t=1"],
  ['\n=1', `"'\n=1"`],
  ['＝1', "'＝1"],
  ['-12.50', '-12.50'],
  ['Fern, "small"', '"Fern, ""small"""'],
])('writes %j so that no spreadsheet carries it out', async (cell, line) => {
  expect(await written(cell)).toBe(line);
});
