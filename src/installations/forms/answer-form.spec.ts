import { describe, expect, it } from 'vitest';
import type { FieldManifest } from '../../sdk/host/index.js';
import { AnswerForm } from './answer-form.js';

const FIELDS: FieldManifest[] = [
  { name: 'text', kind: 'text', label: 'Text', maxLength: 10, pattern: '^[a-z]+$', patternHelp: 'small letters' },
  { name: 'secret', kind: 'secret', label: 'Secret' },
  { name: 'number', kind: 'number', label: 'Number', whole: true, min: 1, max: 9 },
  { name: 'rate', kind: 'number', label: 'Rate', min: 0, max: 1 },
  { name: 'money', kind: 'money', label: 'Money', min: 10, max: 100 },
  { name: 'date', kind: 'date', label: 'Date' },
  { name: 'choice', kind: 'choice', label: 'Choice', options: { a: 'A', b: 'B' } },
  { name: 'switch', kind: 'switch', label: 'Switch' },
  { name: 'record', kind: 'record', label: 'Record', record: 'customer' },
  { name: 'remote', kind: 'remote', label: 'Remote', list: 'depots' },
];

const RIGHT = {
  text: 'abc',
  secret: 's',
  number: '3',
  rate: '0.5',
  money: '19.95',
  date: '2026-02-28',
  choice: 'a',
  switch: 'true',
  record: 'mia',
  remote: 'SYD',
};

it('reads what a browser sends into values', async () => {
  const form = await AnswerForm.read(FIELDS, RIGHT);
  expect(form.errors).toEqual({});
  expect(form.answers).toEqual({ ...RIGHT, number: 3, rate: 0.5, switch: true });
});

const HOSTILE: Record<string, unknown[]> = {
  text: ['abcdefghijk', 'A', 'a\nb', 'ab\u0000', '', '   ', ['abc'], { length: 2 }, 7, null, 'a'.repeat(1_000_000)],
  secret: ['', ['s'], { toString: 's' }, 's'.repeat(300), 'a\u0007'],
  number: ['', 'three', '0x3', '1e0', '2.5', '0', '10', '-3', 'Infinity', 'NaN', '9'.repeat(400), ['3'], {}, '٣'],
  rate: ['', '1.1', '-0.1', '.5', '1,5', 'NaN', ['1']],
  money: ['', '9.99', '100.01', '19,95', '1e2', '$', '0x10', '12.34567', '9'.repeat(20), ['19.95'], {}, '-19.95'],
  date: [
    '',
    '2026-02-30',
    '2026-13-01',
    '26-01-01',
    '01/02/2026',
    '2026-02-28T00:00',
    '9999-01-01',
    ['2026-02-28'],
    {},
  ],
  choice: ['', 'c', 'toString', '__proto__', 'constructor', ['a'], { a: 'a' }],
  switch: ['yes', ['true'], {}, '2', 'TRUE '],
  record: ['', 'r'.repeat(300), ['mia'], {}, 'a\u0000'],
  remote: ['', ['SYD'], {}, 'r'.repeat(300)],
};

describe.each(Object.entries(HOSTILE))('a %s', (name, values) => {
  it.each(values.map((value) => [JSON.stringify(value)?.slice(0, 40), value]))('is not %s', async (_, value) => {
    const form = await AnswerForm.read(FIELDS, { ...RIGHT, [name]: value });
    expect(Object.keys(form.errors)).toEqual([name]);
    expect(form.errors[name]).toMatch(/\S/);
    expect(form.soFar).not.toHaveProperty(name);
  });
});

it.each([undefined, null, 'text', 7, []])('takes %s for a form in which nothing is filled in', async (body) => {
  const form = await AnswerForm.read(FIELDS, body);
  expect(Object.keys(form.errors).sort()).toEqual(
    ['choice', 'date', 'money', 'number', 'rate', 'record', 'remote', 'secret', 'text'].sort(),
  );
  expect(form.answers).toEqual({ switch: false });
});

it('keeps what was typed, except secrets', async () => {
  const form = await AnswerForm.read(FIELDS, { ...RIGHT, number: 'three', text: '<b>' });
  expect(form.values).toMatchObject({ number: 'three', text: '<b>' });
  expect(form.values).not.toHaveProperty('secret');
});

it('lets a stored secret stay', async () => {
  const { secret: _, ...rest } = RIGHT;
  expect((await AnswerForm.read(FIELDS, rest)).errors).toHaveProperty('secret');
  const form = await AnswerForm.read(FIELDS, rest, { kept: ['secret'] });
  expect(form.errors).toEqual({});
  expect(form.answers).not.toHaveProperty('secret');
});

it('mends half a character, which no database would take', async () => {
  const [field] = [{ name: 'text', kind: 'text', label: 'Text' } as FieldManifest];
  const form = await AnswerForm.read([field], { text: 'a\ud800b' });
  expect(form.answers.text).toBe('a\uFFFDb');
});

describe('a field that depends on others', () => {
  const fields: FieldManifest[] = [
    { name: 'mode', kind: 'choice', label: 'Mode', options: { one: 'One', many: 'Many' } },
    {
      name: 'size',
      kind: 'choice',
      label: 'Size',
      options: { small: 'Small', large: 'Large' },
      when: { mode: 'many' },
    },
    { name: 'boxes', kind: 'number', label: 'Boxes', when: { size: 'large' } },
    { name: 'note', kind: 'text', label: 'Note', when: { elsewhere: true } },
  ];

  it('is asked for only with them', async () => {
    expect((await AnswerForm.read(fields, { mode: 'one' })).errors).toEqual({});
    expect(Object.keys((await AnswerForm.read(fields, { mode: 'many' })).errors)).toEqual(['size']);
    expect(Object.keys((await AnswerForm.read(fields, { mode: 'many', size: 'large' })).errors)).toEqual(['boxes']);
  });

  it('is not answered without them, whatever was sent', async () => {
    const sent = { mode: 'one', size: 'large', boxes: 'seven', note: 'x' };
    const form = await AnswerForm.read(fields, sent);
    expect(form.errors).toEqual({});
    expect(form.answers).toEqual({ mode: 'one' });
  });

  it('looks at answers of other steps too', async () => {
    const form = await AnswerForm.read(fields, { mode: 'one' }, { others: { elsewhere: true } });
    expect(Object.keys(form.errors)).toEqual(['note']);
  });
});
