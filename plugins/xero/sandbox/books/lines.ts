import { amountOf, fineOf, moneyText, shared } from '../desk/decimals.js';
import type { Form } from '../desk/form.js';
import type { Problems } from '../desk/saving.js';
import { type Account, takesLines } from './account.js';
import { accountBy } from './accounts.js';
import type { Books } from './books.js';
import type { Line, LineAmountTypes, Totals } from './document.js';
import type { Item } from './item.js';
import { toPlaces } from './items.js';
import type { TaxRate } from './tax-rate.js';
import { applies, taxRateBy } from './tax-rates.js';
import { trackedBy, trackedWire } from './tracking-categories.js';

export interface LineRules {
  books: Books;
  lineAmountTypes: LineAmountTypes;
  /** Decimals that unit amounts are kept with. */
  places: 2 | 4;
  /** An approved document must be complete; on a draft an unknown account is dropped with a warning. */
  approved: boolean;
  /** Sales take discounts; nothing else does. */
  discounts: boolean;
  /** Whether items sell or buy here. */
  trade: 'sales' | 'purchase';
  before?: readonly Line[];
  /** Where lines may be coded to; any account that takes lines unless said. */
  account?: (account: Account) => boolean;
}

const WHOLE = 1_000_000;
const PERCENT = 1_000_000;

/** Reads lines and adds them up as the app does: tax per line, rounded half up, then summed. */
export function readLines(forms: readonly Form[], rules: LineRules, problems: Problems): Totals {
  return totalsOf(
    forms.map((form) => readLine(form, rules, problems)),
    rules.lineAmountTypes,
  );
}

export function totalsOf(lines: Line[], lineAmountTypes: LineAmountTypes): Totals {
  const sum = lines.reduce((all, line) => all + line.lineAmount, 0);
  const totalTax = lines.reduce((all, line) => all + line.taxAmount, 0);
  const subTotal = lineAmountTypes === 'Inclusive' ? sum - totalTax : sum;
  return { lines, subTotal, totalTax, total: subTotal + totalTax };
}

function readLine(form: Form, rules: LineRules, problems: Problems): Line {
  const { books, places, approved, trade } = rules;
  const id = form.word('LineItemID')?.toLowerCase();
  const before = rules.before?.find((line) => line.id === id);
  const item = itemOf(form, rules, problems);
  const details = item?.[trade];
  const description = form.text('Description') ?? before?.description ?? item?.description ?? item?.name;
  const quantity = form.fine('Quantity') ?? before?.quantity ?? 10_000;
  const unitAmount = toPlaces(form.fine('UnitAmount') ?? before?.unitAmount ?? details?.unitPrice ?? 0, places);
  problems.unless((description?.length ?? 0) <= 4000, 'The length of Description must be 4000 or less');
  if (approved) problems.unless(description?.trim(), 'Description must be specified');
  const account = readAccount(form, rules, problems, before, details?.accountCode);
  const discount = readDiscount(form, rules, problems, before);
  const lineAmount = amountOfLine(form, { quantity, unitAmount, ...discount }, problems);
  const rate = readRate(form, rules, problems, account, before?.taxType ?? details?.taxType);
  const tracking = form.list('Tracking');
  return {
    id: before?.id ?? books.newId('line'),
    description,
    quantity,
    unitAmount,
    itemCode: item?.code,
    accountId: account?.id,
    ...taxOf(form, lineAmount, rules.lineAmountTypes, rate),
    lineAmount,
    ...discount,
    tracking: tracking ? trackedBy(books, tracking, problems) : (before?.tracking ?? []),
  };
}

function itemOf(form: Form, { books, before }: LineRules, problems: Problems): Item | undefined {
  const kept = before?.find((line) => line.id === form.word('LineItemID')?.toLowerCase())?.itemCode;
  const code = form.word('ItemCode') ?? kept;
  const item = code ? books.items.by('code', code).at(-1) : undefined;
  problems.unless(!code || item, `Item code '${code}' is not valid`);
  return item;
}

function readAccount(form: Form, rules: LineRules, problems: Problems, before: Line | undefined, usual?: string) {
  const { books, approved, account: fits = takesLines } = rules;
  const [code, id] = [form.word('AccountCode'), form.word('AccountID')];
  const said = code ?? id;
  const account = said
    ? accountBy(books, id, code)
    : (before?.accountId && books.accounts.get(before.accountId)) || accountBy(books, undefined, usual);
  if (said && account?.status !== 'ACTIVE') {
    if (approved) problems.add(`Account code '${said}' is not a valid code for this document.`);
    else problems.warn(`Account code ''${said}'' has been removed as it does not match a recognised account.`);
    return undefined;
  }
  if (account && !fits(account)) {
    problems.add(`Account code '${account.code || account.id}' is not a valid code for this document.`);
    return undefined;
  }
  problems.unless(account || !approved, 'Account code must be specified');
  return account || undefined;
}

interface Discount {
  discountRate?: number;
  discountAmount?: number;
}

function readDiscount(form: Form, { discounts }: LineRules, problems: Problems, before?: Line): Discount {
  const [rate, amount] = [form.fine('DiscountRate'), form.cents('DiscountAmount')];
  if (rate === undefined && amount === undefined) {
    return { discountRate: before?.discountRate, discountAmount: before?.discountAmount };
  }
  problems.unless(discounts || (!rate && !amount), 'Discounts can only be applied to sales invoices.');
  problems.unless(!rate || !amount, 'Only one of DiscountRate and DiscountAmount can be specified.');
  problems.unless(!rate || (rate > 0 && rate <= WHOLE), 'The discount rate must be between 0 and 100.');
  return rate ? { discountRate: rate } : amount ? { discountAmount: amount } : {};
}

function amountOfLine(
  form: Form,
  { quantity, unitAmount, discountRate, discountAmount = 0 }: Discount & { quantity: number; unitAmount: number },
  problems: Problems,
): number {
  const amount =
    discountRate === undefined
      ? shared([quantity, unitAmount], WHOLE) - discountAmount
      : shared([quantity, unitAmount, WHOLE - discountRate], WHOLE * WHOLE);
  const said = form.cents('LineAmount');
  problems.unless(
    said === undefined || said === amount,
    `The line total ${moneyText(said ?? 0)} does not match the expected line total ${moneyText(amount)}`,
  );
  return amount;
}

function readRate(
  form: Form,
  { books, lineAmountTypes, approved }: LineRules,
  problems: Problems,
  account: Account | undefined,
  usual: string | undefined,
): TaxRate | undefined {
  const said = form.word('TaxType');
  if (lineAmountTypes === 'NoTax' && (!said || said === 'NONE')) return undefined;
  const taxType = said ?? usual ?? account?.taxType;
  if (!taxType) {
    // Without an account that has been told already.
    problems.unless(!approved || !account, 'The TaxType field is mandatory');
    return undefined;
  }
  const rate = taxRateBy(books, taxType);
  if (!rate) {
    problems.add(`The TaxType code ${taxType} does not exist or cannot be used for this type of transaction.`);
  } else if (account && !applies(rate, account)) {
    problems.add(`The TaxType code '${taxType}' cannot be used with account code '${account.code}'.`);
  }
  return rate;
}

function taxOf(form: Form, lineAmount: number, lineAmountTypes: LineAmountTypes, rate: TaxRate | undefined) {
  if (lineAmountTypes === 'NoTax') return { taxType: rate?.taxType ?? 'NONE', taxAmount: 0 };
  if (!rate) return { taxType: undefined, taxAmount: 0 };
  const divisor = lineAmountTypes === 'Inclusive' ? PERCENT + rate.rate : PERCENT;
  return { taxType: rate.taxType, taxAmount: form.cents('TaxAmount') ?? shared([lineAmount, rate.rate], divisor) };
}

export function lineWire(line: Line, { books, places }: { books: Books; places: 2 | 4 }): object {
  const account = line.accountId ? books.accounts.get(line.accountId) : undefined;
  return {
    ...(line.itemCode ? { ItemCode: line.itemCode } : {}),
    ...(line.description === undefined ? {} : { Description: line.description }),
    UnitAmount: fineOf(toPlaces(line.unitAmount, places)),
    ...(line.taxType ? { TaxType: line.taxType } : {}),
    TaxAmount: amountOf(line.taxAmount),
    LineAmount: amountOf(line.lineAmount),
    ...(account ? { ...(account.code ? { AccountCode: account.code } : {}), AccountID: account.id } : {}),
    Tracking: line.tracking.length > 0 ? trackedWire(books, line.tracking) : [],
    Quantity: fineOf(line.quantity),
    ...(line.discountRate ? { DiscountRate: fineOf(line.discountRate) } : {}),
    ...(line.discountAmount ? { DiscountAmount: amountOf(line.discountAmount) } : {}),
    LineItemID: line.id,
  };
}
