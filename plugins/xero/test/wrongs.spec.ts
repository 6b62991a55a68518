import { describe, expect, it } from 'vitest';
import { type Kind, warningsOf, wrongOf, wrongsOf } from '../wrongs.js';

/** Every text that merchants meet, and what is made of it. */
const TEXTS: [text: string, kind: Kind, advice: string][] = [
  ['Invoice # must be unique.', 'number-taken', 'another invoice of this number'],
  ['Credit Note number must be unique', 'number-taken', 'another credit note of this number'],
  [
    'The contact name Al Mond is already assigned to another contact. The contact name must be unique across all active contacts.',
    'name-taken',
    'another contact called Al Mond',
  ],
  [
    'The Contact must contain at least 1 of the following elements to identify the contact: Name, ContactID, ContactNumber',
    'other',
    'The customer has no name',
  ],
  ['Payment amount exceeds the amount outstanding on this document', 'overpaid', 'paid already'],
  ['An existing Credit Note with the specified CreditNoteID could not be found', 'gone', 'no longer in Xero'],
  ["Price List Item with Code ''X'' already exists", 'code-taken', 'an item X already'],
  ['The total debits (1.00) must equal total credits (2.00)', 'other', 'doesn’t balance'],
  [
    "Account code ''476'' has been removed as it does not match a recognised account.",
    'other',
    'no account 476 in use. Choose another one',
  ],
  ['The document with the supplied id was not found for this endpoint.', 'gone', 'no longer in Xero'],
  ['Please enter a unique Name.', 'name-taken', 'another one of this name or number'],
  ['Order number must be unique', 'name-taken', 'another one of this name or number'],
  ["Account code 'X' is not a valid code for this document.", 'other', 'Account X can’t be used here'],
  [
    "The TaxType code 'OUTPUT' cannot be used with account code '404'.",
    'other',
    'Tax rate OUTPUT doesn’t go with account 404',
  ],
  [
    'The TaxType code GST does not exist or cannot be used for this type of transaction.',
    'other',
    'no tax rate GST for this',
  ],
  ['The TaxType field is mandatory', 'other', 'Choose the tax rates'],
  ['Account code must be specified', 'other', 'Choose the accounts'],
  ['The document DueDate field must be specified', 'other', 'due-date rule'],
  [
    'The document date cannot be before the end of year lock date, currently set at 30 June 2026',
    'locked',
    'locked up to 30 June 2026',
  ],
  [
    'The document date cannot be before the period lock date, currently set at 31 July 2026.',
    'locked',
    'locked up to 31 July 2026',
  ],
  ['Invoice not of valid status for modification', 'settled', 'approved, paid, voided or deleted'],
  ['Payments can only be made against Authorised documents', 'settled', 'not approved in Xero'],
  [
    'The contact with the specified contact details has been archived. The contact must be un-archived before creating new invoices or credit notes.',
    'archived',
    'Restore it there',
  ],
  ['Email address must be valid.', 'other', 'Mend it in the store'],
  [
    'This document cannot be edited as it has a payment or credit note allocated to it.',
    'settled',
    'Mend it there, or mark it as expected',
  ],
  ['This payment has been reconciled and cannot be deleted', 'held', 'reconciled or part of a batch'],
  ['Payments within a batch cannot be deleted.', 'held', 'reconciled or part of a batch'],
  ['Organisation is not subscribed to currency EUR', 'other', 'Add the currency EUR in Xero'],
  ['You have reached the limit of invoices you can approve', 'other', 'no more approved invoices'],
];

describe('what Xero says', () => {
  it.each(TEXTS)('is turned into what to do: %s', (text, kind, advice) => {
    const wrong = wrongOf(text);
    expect(wrong).toMatchObject({ kind, text });
    expect(wrong.advice).toContain(advice);
  });

  it('stays as it is where nobody has met it yet', () => {
    expect(wrongOf('Something new.')).toEqual({ kind: 'other', text: 'Something new.', advice: 'Something new.' });
  });

  it('is read by either of its two spellings, and never passed over', () => {
    const both = { ValidationErrors: [{ Message: 'One' }, { Description: 'Two' }] };
    expect(wrongsOf(both).map(({ text }) => text)).toEqual(['One', 'Two']);
    expect(wrongsOf({ StatusAttributeString: 'ERROR' })).toHaveLength(1);
    expect(wrongsOf({ HasErrors: true })).toHaveLength(1);
    expect(wrongsOf({ StatusAttributeString: 'OK', ValidationErrors: [] })).toEqual([]);
    expect(warningsOf({ StatusAttributeString: 'WARNING', Warnings: [{ Message: 'Left out' }] })).toHaveLength(1);
  });
});
