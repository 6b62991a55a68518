import { type AnswerProblem, type Context, readPeerOverlap } from 'patchbay/sdk';

/** Holds the prefix against the numbers that both stores have really given. */
export async function checkNames(answers: Record<string, unknown>, { http }: Context): Promise<AnswerProblem[]> {
  const prefix = String(answers.orderPrefix ?? '');
  const { newest, count, examples } = await readPeerOverlap(http, 'invoice');
  const problem = (text: string, warning = false): AnswerProblem[] => [
    { field: 'orderPrefix', problem: text, warning },
  ];
  if (newest.here !== undefined && beginAlike(newest.here, prefix)) {
    return problem(
      `This store’s own orders begin with ${lettersOf(newest.here)} too (${newest.here}). Change the prefix of the other store, then type the new one here.`,
    );
  }
  const third = newest.fed.find(({ key }) => beginAlike(key, prefix));
  if (third) {
    return problem(
      `The orders of ${third.store} begin with ${lettersOf(third.key)} too (${third.key}), and they come into this store as well. Change the prefix of one of the two, then type the new one here.`,
    );
  }
  if (newest.there !== undefined && !newest.there.startsWith(prefix)) {
    return problem(
      `The newest order over there is ${newest.there}, which doesn’t begin with ${prefix}. That is right if the prefix was changed after it was placed; orders that don’t begin with ${prefix} stay out.`,
      true,
    );
  }
  if (count === 0) return [];
  return problem(
    `${count} ${count === 1 ? 'order number is' : 'order numbers are'} used by both stores (${examples.join(', ')}${count > examples.length ? ' …' : ''}). Those of the other store stay out and are listed in the import log.`,
    true,
  );
}

const beginAlike = (one: string, other: string): boolean =>
  lettersOf(one).toUpperCase() === lettersOf(other).toUpperCase();

const lettersOf = (number: string): string => /^[A-Za-z]*/.exec(number)![0];
