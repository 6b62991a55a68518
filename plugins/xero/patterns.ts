/** Two stores that feed one organisation need different ones. */
export const PREFIX = {
  distinct: 'connection' as const,
  required: false,
  maxLength: 15,
  pattern: '^[\\w/-]*$',
  patternHelp: 'letters, digits, - and / only',
};

/** Whatever Xero calls by an id of its own. */
export const XERO_ID = {
  maxLength: 36,
  pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$',
  patternHelp: 'this is an id such as 025867f1-d741-4d6b-b1af-9ac774b59ba7',
};
