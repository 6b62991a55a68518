import { type Fields, must, text, yesNo } from './shape.js';

/** What somebody keeps a list of: each has a code, a name, and a mark that it is still in use. */
export const coded = <F extends Fields>(further: F) =>
  ({
    key: 'code',
    head: { number: 'code' },
    title: 'name',
    fields: { code: must(text('Code', 50)), name: text('Name', 200), ...further, active: yesNo('In use') },
  }) as const;
