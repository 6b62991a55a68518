import type { HttpAnswer } from 'patchbay/sdk';

/** One thing that the app finds wrong with what it was sent. */
export interface Wrong {
  /** 'SalesOrderLines[2].Product.ProductCode'; empty when it is about the whole. */
  field: string;
  text: string;
  code: string;
}

/** 'Already there' is no mistake of ours: an earlier request did land. */
export const isThereAlready = (wrongs: Wrong[]): boolean => wrongs.some(({ text }) => /already exists/i.test(text));

/** Stock, batches or serial numbers are missing: nothing that the shop or we could mend, and it may come by itself. */
export const isLack = ({ text, code }: Wrong): boolean =>
  /InsufficientStock|SerialNumbersRequired|BatchNumbersRequired/i.test(code) ||
  /(not enough|insufficient|no) (available )?stock|(needs|require).{0,80}(serial|batch)|(serial|batch).{0,80}(needed|required)/i.test(
    text,
  );

export const isUnknownCustomer = ({ field, text, code }: Wrong): boolean =>
  /^Customer\b/i.test(field) && (code === 'NotFound' || /does not exist|not found/i.test(text));

/** Which line of what was sent it is about, from 0. */
export function lineOf({ field }: Wrong): number | undefined {
  const at = /^\w+Lines\[(\d+)\]/.exec(field)?.[1];
  return at === undefined ? undefined : Number(at);
}

/** All that is wrong, in plain words. */
export const inWords = (wrongs: Wrong[]): string =>
  wrongs
    .map((wrong) => {
      const line = lineOf(wrong);
      return line === undefined ? wrong.text : `Line ${line + 1}: ${wrong.text}`;
    })
    .join(' ');

/** The app says no as a list of fields, as one sentence under either of two names, or as a page of text. */
export function wrongsOf({ body, status }: HttpAnswer): Wrong[] {
  const value = read(body);
  const items = Array.isArray(value) ? value : [value];
  const wrongs = items.flatMap((item): Wrong[] => {
    if (typeof item !== 'object' || item === null) return [];
    const { Field = '', Description, Message, ErrorCode = '' } = item as Record<string, unknown>;
    const text = Description ?? Message;
    return text ? [{ field: String(Field), text: String(text), code: String(ErrorCode) }] : [];
  });
  return wrongs.length > 0
    ? wrongs
    : [{ field: '', text: `Unleashed said no (${status}): ${body.slice(0, 300)}`, code: '' }];
}

export const wordsOf = (answer: HttpAnswer): string => inWords(wrongsOf(answer));

function read(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
