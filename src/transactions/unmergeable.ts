import type { Document } from '../sdk/index.js';
import type { Unmade } from '../sdk/runtime/index.js';

const LONGEST_WHY = 500;

/** The connector can't make one document of these. */
export class Unmergeable extends Error {
  override readonly name = 'Unmergeable';

  constructor(private readonly unmade: Unmade) {
    super('error' in unmade ? unmade.error.message : Object.values(unmade).join());
  }

  /** For people. `together`: how many travel with each other, where it is only so that they can't. */
  words(together?: number): string {
    if (!('error' in this.unmade)) return this.message;
    const what = together
      ? `The connector could not put it into one batch with the ${othersOf(together)} it travels with: ${this.why}. None of them was sent.`
      : `The connector could not put it into a batch: ${this.why}. It wasn’t sent.`;
    return `${what} Correct it in the store, then try it again. Should it come back, the connector has to be mended.`;
  }

  /** The same of a batch of which the app has refused some. */
  wordsOfRest(): string {
    return `The connector could not put the others together without it: ${this.why}. None of them was sent; try them again.`;
  }

  private get why(): string {
    return withoutStop(this.message.slice(0, LONGEST_WHY));
  }
}

/** What somebody said, for a sentence to go on after it. */
export function withoutStop(text: string): string {
  let said = text.trimEnd();
  while (said.endsWith('.')) said = said.slice(0, -1).trimEnd();
  return said;
}

/** The others of so many, in words: '4 others'. */
export const othersOf = (together: number): string => (together === 2 ? 'other' : `${together - 1} others`);

/** What a connector has made of several. */
export function mergedFrom(answer: Document | Unmade): Document {
  if ('reference' in answer) return answer;
  throw new Unmergeable(answer);
}
