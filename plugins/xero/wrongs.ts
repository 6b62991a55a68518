import type { Answered, Complaint } from './wire.js';

/** What the connector itself does about a refusal, besides showing it. */
export type Kind =
  /** The number is taken: by an earlier try of ours, or by somebody else. */
  | 'number-taken'
  | 'name-taken'
  | 'code-taken'
  /** Its contact was archived, or merged into another one. */
  | 'archived'
  /** The period is closed. */
  | 'locked'
  /** The document is no longer in a state that can be changed. */
  | 'settled'
  /** More than what is still open. */
  | 'overpaid'
  /** The payment was reconciled or is part of a batch. */
  | 'held'
  | 'gone'
  | 'other';

/** One thing that the app finds wrong with what it was sent. */
export interface Wrong {
  kind: Kind;
  /** The app's own words. */
  text: string;
  /** What a merchant can do about it. */
  advice: string;
}

interface Known {
  fits: RegExp;
  kind?: Kind;
  advice: string | ((found: RegExpExecArray) => string);
}

const ACCOUNTS = 'Setup & Tools → step “Configure”';

/** Every text that merchants meet, and what to do about it. The app's own words stay in the log beside it. */
const KNOWN: Known[] = [
  {
    fits: /(invoice|credit note) (#|number) must be unique/i,
    kind: 'number-taken',
    advice: ([, what = '']) =>
      `Xero has another ${what.toLowerCase()} of this number. Set a number prefix under Setup & Tools → Advanced configuration, or rename the one in Xero.`,
  },
  {
    fits: /contact name (.*?) is already assigned to another contact/i,
    kind: 'name-taken',
    advice: ([, name]) => `Xero has another contact called ${name}. Rename one of the two, then export again.`,
  },
  {
    fits: /contact number (.*?) is already assigned/i,
    kind: 'name-taken',
    advice: ([, number]) => `Xero has another contact of the number ${number}. Give it another number there.`,
  },
  {
    fits: /contact .*has been archived|archived contacts cannot/i,
    kind: 'archived',
    advice: 'Its contact is archived in Xero. Restore it there: Contacts → Archived.',
  },
  {
    fits: /email address must be valid/i,
    advice: 'Xero takes the e-mail address of this customer for none. Mend it in the store.',
  },
  {
    fits: /contact must contain at least 1 of the following/i,
    advice: 'The customer has no name. Give it one in the store.',
  },
  {
    fits: /payment amount exceeds the amount outstanding/i,
    kind: 'overpaid',
    advice: 'The document is paid already, or by more than what is still open. Look at its payments in Xero.',
  },
  {
    fits: /existing credit note .* could not be found|document with the supplied id was not found/i,
    kind: 'gone',
    advice: 'It is no longer in Xero. Export it anew, or mark it as expected.',
  },
  {
    fits: /price list item with code '*(.*?)'* already exists/i,
    kind: 'code-taken',
    advice: ([, code]) => `Xero has an item ${code} already.`,
  },
  {
    fits: /total debits .* must equal total credits/i,
    advice: 'The journal doesn’t balance. Please report this to whoever runs this hub.',
  },
  {
    fits: /account code '*(.*?)'* has been removed as it does not match/i,
    advice: ([, code]) => `Xero has no account ${code} in use. Choose another one: ${ACCOUNTS}.`,
  },
  {
    fits: /account code '*(.*?)'* is not a valid code/i,
    advice: ([, code]) => `Account ${code} can’t be used here. Choose one of another kind: ${ACCOUNTS}.`,
  },
  {
    fits: /tax ?type code '*(.*?)'* cannot be used with account code '*(.*?)'*\.?$/i,
    advice: ([, tax, account]) =>
      `Tax rate ${tax} doesn’t go with account ${account}. Change one of them: ${ACCOUNTS}, or Setup & Tools → Tax codes.`,
  },
  {
    fits: /tax ?type code '*(.*?)'* does not exist or cannot be used/i,
    advice: ([, tax]) => `Xero has no tax rate ${tax} for this. Map another one: Setup & Tools → Tax codes.`,
  },
  { fits: /tax ?type field is mandatory/i, advice: `Choose the tax rates of taxed and untaxed sales: ${ACCOUNTS}.` },
  { fits: /account code must be specified/i, advice: `Choose the accounts: ${ACCOUNTS}.` },
  {
    fits: /duedate field must be specified/i,
    advice: 'Set a due-date rule under Setup & Tools → Advanced configuration.',
  },
  {
    fits: /(end of year|period) lock date, currently set at ([^.]*)/i,
    kind: 'locked',
    advice: ([, , until]) => `The books in Xero are locked up to ${until!.trim()}.`,
  },
  { fits: /lock date/i, kind: 'locked', advice: 'The books in Xero are locked at its date.' },
  {
    fits: /not of valid status for modification|has a payment or credit note allocated to it/i,
    kind: 'settled',
    advice: 'It was approved, paid, voided or deleted in Xero meanwhile. Mend it there, or mark it as expected.',
  },
  {
    fits: /payments can only be made against authorised documents/i,
    kind: 'settled',
    advice: 'The document is not approved in Xero, or voided or paid. Approve it there.',
  },
  {
    fits: /has been reconciled|within a batch cannot/i,
    kind: 'held',
    advice: 'Xero holds this payment: it is reconciled or part of a batch. Undo that in Xero first.',
  },
  {
    fits: /not subscribed to currency (\w+)/i,
    advice: ([, currency]) =>
      `Add the currency ${currency} in Xero: Settings → Currencies. It needs a plan with currencies.`,
  },
  {
    fits: /reached the limit of invoices/i,
    advice: 'Xero’s plan allows no more approved invoices this month. Upgrade it, or wait for the next month.',
  },
  {
    fits: /(please enter a unique name|order number must be unique)/i,
    kind: 'name-taken',
    advice: 'Xero has another one of this name or number. Rename one of the two.',
  },
];

export function wrongOf(text: string): Wrong {
  for (const { fits, kind = 'other', advice } of KNOWN) {
    const found = fits.exec(text);
    if (found) return { kind, text, advice: typeof advice === 'string' ? advice : advice(found) };
  }
  return { kind: 'other', text, advice: text };
}

/** What the app says against one element; nothing where it took it. */
export function wrongsOf(element: Answered): Wrong[] {
  const said = textsOf(element.ValidationErrors);
  if (said.length > 0) return said.map(wrongOf);
  const failed = element.StatusAttributeString === 'ERROR' || element.HasErrors === true;
  return failed ? [wrongOf('Xero refused it without saying why.')] : [];
}

/** What the app left out of something that it took all the same: to the books that is a mistake as well. */
export const warningsOf = (element: Answered): Wrong[] => textsOf(element.Warnings).map(wrongOf);

export const isAbout = (wrongs: Wrong[], kind: Kind): boolean => wrongs.some((wrong) => wrong.kind === kind);

/** All that is wrong, in words that say what to do. */
export const inWords = (wrongs: Wrong[]): string => [...new Set(wrongs.map(({ advice }) => advice))].join(' ');

function textsOf(complaints: Complaint[] | undefined): string[] {
  if (!Array.isArray(complaints)) return [];
  return complaints.flatMap((complaint) => complaint?.Message ?? complaint?.Description ?? []);
}
