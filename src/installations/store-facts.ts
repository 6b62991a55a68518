import type { Store } from '../accounts/store.entity.js';
import { currencies, timeZones } from '../accounts/store-choices.js';
import type { AnswerForm, Answers } from './forms/answer-form.js';

type StoreFacts = Pick<Store, 'timeZone' | 'currency' | 'taxInclusive'>;

/** What a platform's wizard says of the store itself: its answers to questions of these names hold for the whole store. */
export function storeFactsIn(answers: Answers): Partial<StoreFacts> {
  const { timeZone, currency, taxInclusive } = answers;
  return {
    ...(typeof timeZone === 'string' && { timeZone }),
    ...(typeof currency === 'string' && { currency }),
    ...(taxInclusive !== undefined && { taxInclusive: isYes(taxInclusive) }),
  };
}

/** Says beside the field what no store can be. */
export function checkStoreFacts(form: AnswerForm): void {
  const { timeZone, currency } = form.answers;
  if (typeof timeZone === 'string' && !timeZones.includes(timeZone)) {
    form.fail('timeZone', 'This is no time zone we know, such as Australia/Sydney.');
  }
  if (typeof currency === 'string' && !currencies.includes(currency)) {
    form.fail('currency', 'This is no currency we know, such as AUD.');
  }
}

function isYes(answer: unknown): boolean {
  return answer === true || /^(true|yes|inc)/i.test(String(answer));
}
