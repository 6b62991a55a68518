import { type AnswerProblem, Choice, type Context, DateField, RemotePick, Step, Switch, Text } from 'patchbay/sdk';
import { netoApi } from './client.js';
import { said, yes } from './mappings/transforms.js';
import { ORDER } from './nouns.js';
import { isTimeZone, shopClock } from './shop-time.js';

@Step({
  title: 'Confirm your store',
  intro: 'What your store says about itself stands first in each list.',
  check: checkStore,
})
export class ConfirmStore {
  @RemotePick('time-zones', {
    label: 'Time zone',
    help: 'The store tells all times in its own time zone. A wrong one moves orders to another day.',
  })
  timeZone!: string;

  @RemotePick('currencies', { label: 'Currency of the store' })
  currency!: string;

  @Switch({ label: 'Prices in the store include tax', initial: true })
  taxInclusive!: boolean;

  @Choice({
    label: 'Currencies you sell in',
    help: 'An order does not say its currency; only its payment does.',
    options: { one: 'Only the currency of the store', several: 'Several currencies' },
    optionHelp: {
      several: 'An unpaid order of a sales channel without a currency waits until you say which, or until it is paid.',
    },
  })
  currencies!: 'one' | 'several';

  @Text({
    label: 'Currency of each sales channel',
    help: 'For orders that are not paid yet. Leave out channels that sell in more than one.',
    placeholder: 'Website = AUD, eBay = AUD',
    required: false,
    when: { currencies: 'several' },
    pattern: '^\\s*[^=,;]+=\\s*[A-Za-z]{3}\\s*([,;]\\s*[^=,;]+=\\s*[A-Za-z]{3}\\s*)*$',
    patternHelp: 'write it like Website = AUD, eBay = USD.',
    maxLength: 1000,
  })
  channelCurrencies?: string;

  @DateField({
    label: 'Orders from',
    help: 'Orders, payments and returns that last changed before this day stay out. Empty brings in everything.',
    required: false,
  })
  ordersFrom?: string;
}

const MINUTE = 60_000;

/** Holds the answers against what the store says. Only what can't be right stands in the way. */
async function checkStore(answers: Record<string, unknown>, ctx: Context): Promise<AnswerProblem[]> {
  const timeZone = said(answers.timeZone) ?? '';
  if (!isTimeZone(timeZone)) return [{ field: 'timeZone', problem: `There is no time zone called '${timeZone}'.` }];
  const api = netoApi({ ...ctx, answers });
  const { currency, currentTime } = await api.settings();
  const order = await api.one(ORDER);
  return [
    ...clockProblem(timeZone, currentTime, ctx.now()),
    ...(currency && said(answers.currency)?.toUpperCase() !== currency.toUpperCase()
      ? [{ field: 'currency', problem: `The store says ${currency}.`, warning: true }]
      : []),
    ...taxProblem(yes(answers.taxInclusive) ?? false, yes(order?.TaxInclusive)),
  ];
}

function clockProblem(timeZone: string, currentTime: string, now: number): AnswerProblem[] {
  const at = shopClock(timeZone).instant(currentTime);
  if (at === undefined || Math.abs(at - now) < 10 * MINUTE) return [];
  const there = shopClock(timeZone).written(now).slice(11, 16);
  const problem = `The store’s clock shows ${currentTime.slice(11, 16)}, but in ${timeZone} it is ${there}.`;
  return [{ field: 'timeZone', problem, warning: true }];
}

function taxProblem(answer: boolean, told: boolean | null): AnswerProblem[] {
  if (told === null || told === answer) return [];
  return [
    {
      field: 'taxInclusive',
      problem: `The store has an order whose prices ${told ? 'include' : 'do not include'} tax.`,
      warning: true,
    },
  ];
}
