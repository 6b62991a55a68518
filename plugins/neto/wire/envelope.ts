/** Anything the store has said, as it came. */
export type Row = Record<string, unknown>;

/** What every answer is wrapped in. Business errors travel in here with HTTP status 200. */
export interface Envelope {
  ack: 'Success' | 'Warning' | 'Error';
  errors: string[];
  warnings: string[];
  /** The store's own clock, '2026-03-02 12:00:00'. */
  currentTime: string;
  body: Row;
}

/** Lists that arrive as the thing itself when there is one, and as an empty text when there is none. */
const LISTS = new Set([
  'Order',
  'OrderLine',
  'OrderPayment',
  'Payment',
  'Rma',
  'RmaLine',
  'Item',
  'WarehouseQuantity',
  'Customer',
  'Supplier',
  'Warehouse',
]);

/** Lists inside a wrapper that says nothing: `KitComponents.KitComponent` is told as `KitComponents`. */
const WRAPPERS = new Map([
  ['RmaLines', 'RmaLine'],
  ['Refunds', 'Refund'],
  ['KitComponents', 'KitComponent'],
  ['PriceGroups', 'PriceGroup'],
  ['PaymentMethods', 'PaymentMethod'],
]);

/** Undefined when this is no answer of the store's API. */
export function readEnvelope(text: string): Envelope | undefined {
  const told = parsed(text);
  const { Ack: ack, Messages: messages } = told ?? {};
  if (!told || (ack !== 'Success' && ack !== 'Warning' && ack !== 'Error')) return undefined;
  const body = tidy(told) as Row;
  const said = listOf(messages).filter(isRow);
  return {
    ack,
    errors: said.flatMap((one) => wordsOf(one.Error)),
    warnings: said.flatMap((one) => wordsOf(one.Warning)),
    currentTime: String(told.CurrentTime ?? ''),
    body,
  };
}

/** One thing, many, or none, always as a list. */
export function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null || value === '' ? [] : [value];
}

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): Row | undefined {
  try {
    const told: unknown = JSON.parse(text);
    return isRow(told) ? told : undefined;
  } catch {
    // A maintenance page, or half an answer: the caller decides what that means for what was asked.
    return undefined;
  }
}

function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy);
  if (!isRow(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, tidyField(name, inner)]));
}

function tidyField(name: string, value: unknown): unknown {
  const inside = WRAPPERS.get(name);
  if (inside === undefined) return LISTS.has(name) ? listOf(value).map(tidy) : tidy(value);
  return listOf(value)
    .flatMap((one) => (isRow(one) && inside in one ? listOf(one[inside]) : [one]))
    .map(tidy);
}

function wordsOf(messages: unknown): string[] {
  return listOf(messages)
    .map((one) => (isRow(one) ? String(one.Message ?? one.Description ?? '') : String(one)))
    .filter((words) => words !== '');
}
