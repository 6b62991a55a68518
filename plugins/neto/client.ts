import { type Context, NeedsPerson, NoAnswer, Reconnect, TryLater } from 'patchbay/sdk';
import { type ShopClock, shopClock } from './shop-time.js';
import { type Envelope, isRow, listOf, type Row, readEnvelope } from './wire/envelope.js';
import { type Verdict, verdictsOf } from './wire/verdicts.js';
import { type Place, windows } from './wire/windows.js';

export type { Row } from './wire/envelope.js';
export type { Verdict } from './wire/verdicts.js';
export type { Place } from './wire/windows.js';

/** One kind of thing that the store can be asked for. */
export interface Noun {
  /** 'Order' is asked for by GetOrder and written by AddOrder and UpdateOrder. */
  name: string;
  /** The field that names one. */
  key: string;
  /** Fields to be told. Of lists inside, each field is asked for by name. */
  selectors: string[];
  /** Sent with every question about it. */
  always?: Row;
}

const KEY = /authenticat|unauthori[sz]ed|api[ _-]?key|NETOAPI_(KEY|USERNAME)/i;
const DENIED = /permission|not allowed|access denied/i;

/** The store's API as the tasks use it. Nobody else knows its address, its envelope, its paging and its habits. */
export class NetoApi {
  constructor(
    private readonly ctx: Pick<Context, 'http' | 'now' | 'advanced'>,
    private readonly clock: ShopClock,
  ) {}

  /**
   * Things by the time of a change, from `place.from` until now, each page with the place behind it. Times are the store's
   * own: its filters know no other.
   */
  async *changes(noun: Noun, by: string, place: Place): AsyncGenerator<{ rows: Row[]; next?: Place }> {
    const limit = this.pageSize;
    const ask = (from: number, to: number | undefined, page: number) =>
      this.page(noun, {
        [`${by}From`]: this.clock.written(from),
        ...(to === undefined ? {} : { [`${by}To`]: this.clock.written(to) }),
        Page: page,
        Limit: limit,
      });
    yield* windows({ end: this.ctx.now(), limit, ask }, place);
  }

  /** Everything a filter fits, by numbered pages: for what keeps its order meanwhile. */
  async *pages(noun: Noun, filter: Row, from = 0): AsyncGenerator<{ rows: Row[]; next?: number }> {
    for (let page = from; ; page++) {
      const rows = await this.page(noun, { ...filter, Page: page, Limit: this.pageSize });
      const more = rows.length >= this.pageSize;
      yield { rows, next: more ? page + 1 : undefined };
      if (!more) return;
    }
  }

  async all(noun: Noun, filter: Row): Promise<Row[]> {
    const found: Row[] = [];
    for await (const { rows } of this.pages(noun, filter)) found.push(...rows);
    return found;
  }

  /** Any one of them, to see that there are some and that they may be read. */
  async one(noun: Noun): Promise<Row | undefined> {
    const [row] = await this.page(noun, { DateUpdatedFrom: this.clock.written(0), Page: 0, Limit: 1 });
    return row;
  }

  /** Changes things that exist, and adds those that don't where `whenNew` says what a new one is. */
  async put(noun: Noun, things: Row[], whenNew?: (thing: Row) => Row | undefined): Promise<Verdict[]> {
    const verdicts = await this.write('Update', noun, things);
    const added = things.flatMap((thing, at) => {
      const made = 'missing' in verdicts[at]! ? whenNew?.(thing) : undefined;
      return made ? [{ at, made }] : [];
    });
    if (added.length === 0) return verdicts;
    const results = await this.write(
      'Add',
      noun,
      added.map(({ made }) => made),
    );
    for (const [index, { at }] of added.entries()) verdicts[at] = results[index]!;
    return verdicts;
  }

  /** What the store says about itself, and what its clock shows. */
  async settings(): Promise<{ country: string; currency: string; tax: string; currentTime: string }> {
    const { body, currentTime } = await this.ask('GetCurrencySettings', {}, true);
    const settings = loose(listOf(body.CurrencySettings).find(isRow) ?? body);
    const { defaultcountry: country, defaultcurrency: currency, gst_amt: tax } = settings;
    return { country: said(country), currency: said(currency), tax: said(tax), currentTime };
  }

  async paymentMethods(): Promise<Row[]> {
    const { body } = await this.ask('GetPaymentMethods', {}, true);
    return listOf(body.PaymentMethods).filter(isRow).map(loose);
  }

  private get pageSize(): number {
    return Number(this.ctx.advanced.pageSize ?? 100);
  }

  private async page(noun: Noun, filter: Row): Promise<Row[]> {
    const Filter = { ...noun.always, ...filter, OutputSelector: noun.selectors };
    const { body } = await this.ask(`Get${noun.name}`, { Filter }, true);
    return listOf(body[noun.name]).filter(isRow);
  }

  /** A batch that is answered without saying who is meant is sent again one by one: all that is written here is a state. */
  private async write(verb: 'Add' | 'Update', noun: Noun, things: Row[]): Promise<Verdict[]> {
    if (things.length === 0) return [];
    const keys = things.map((thing) => String(thing[noun.key]));
    const envelope = await this.ask(`${verb}${noun.name}`, { [noun.name]: things }, false);
    const verdicts = verdictsOf(envelope, noun.name, noun.key, keys);
    const sure: Verdict[] = [];
    for (const [at, verdict] of verdicts.entries()) {
      if (verdict) sure.push(verdict);
      else if (things.length > 1) sure.push(...(await this.write(verb, noun, [things[at]!])));
      else sure.push(alone(envelope));
    }
    return sure;
  }

  private async ask(action: string, json: Row, reads: boolean): Promise<Envelope> {
    const { status, body } = await this.ctx.http.send({
      method: 'POST',
      path: 'NetoAPI',
      headers: { NETOAPI_ACTION: action, Accept: 'application/json' },
      json,
      repeatable: reads,
      reads,
      purpose: action,
    });
    if (status === 401 || status === 403) throw new Reconnect('The store does not accept this username and API key.');
    if (status !== 200) throw new NeedsPerson(`The store answered ${status} to ${action}: is the store domain right?`);
    const envelope = readEnvelope(body);
    if (!envelope) throw nonsense(action, reads);
    this.judge(action, envelope, reads);
    return envelope;
  }

  private judge(action: string, { ack, errors }: Envelope, reads: boolean): void {
    if (ack !== 'Error') return;
    const why = errors.join(' ') || 'no reason given';
    if (KEY.test(why)) throw new Reconnect(`The store says: ${why}`);
    if (DENIED.test(why)) throw new NeedsPerson(`The API user may not do ${action} in the store: ${why}`);
    if (reads) throw new Error(`${action}: ${why}`);
  }
}

/** The client of a call, on the clock of the store it talks to. */
export function netoApi(ctx: Context): NetoApi {
  return new NetoApi(ctx, shopClock(timeZoneOf(ctx)));
}

/** What was answered in this addon's own set-up counts; before that, what the hub knows of the store. */
export function timeZoneOf({ answers, store }: Pick<Context, 'answers' | 'store'>): string {
  return typeof answers.timeZone === 'string' && answers.timeZone !== '' ? answers.timeZone : store.timeZone;
}

/** A write that got no answer may have been carried out; a question is simply asked again. */
function nonsense(action: string, reads: boolean): Error {
  const why = `The store answered ${action} with something that is no answer of its API.`;
  return reads ? new TryLater({ why }) : new NoAnswer(why);
}

function alone({ ack, errors, warnings }: Envelope): Verdict {
  if (ack === 'Success') return { done: true, row: {}, remarks: [] };
  return { refused: [...errors, ...warnings].join(' ') || 'The store refused it without saying why.' };
}

/** These two actions are documented in more than one spelling of upper and lower case. */
function loose(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value]));
}

const said = (value: unknown): string => (Array.isArray(value) ? said(value[0]) : String(value ?? '').trim());
