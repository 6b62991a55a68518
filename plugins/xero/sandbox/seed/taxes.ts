import type { AccountClass } from '../books/account.js';
import type { TaxRate } from '../books/tax-rate.js';

type Row = [taxType: string, name: string, report: string, percent: number, appliesTo: AccountClass[]];

const SELLING: AccountClass[] = ['ASSET', 'EQUITY', 'LIABILITY', 'REVENUE'];
const BUYING: AccountClass[] = ['ASSET', 'EQUITY', 'EXPENSE', 'LIABILITY'];
const ANY: AccountClass[] = ['ASSET', 'EQUITY', 'EXPENSE', 'LIABILITY', 'REVENUE'];

export const AU_TAXES: readonly Row[] = [
  ['OUTPUT', 'GST on Income', 'OUTPUT', 10, SELLING],
  ['INPUT', 'GST on Expenses', 'INPUT', 10, BUYING],
  ['CAPEXINPUT', 'GST on Capital', 'CAPITALEXINPUT', 10, ['ASSET', 'EQUITY', 'LIABILITY', 'EXPENSE']],
  ['EXEMPTOUTPUT', 'GST Free Income', 'EXEMPTOUTPUT', 0, SELLING],
  ['EXEMPTEXPORT', 'GST Free Exports', 'EXEMPTEXPORT', 0, SELLING],
  ['EXEMPTEXPENSES', 'GST Free Expenses', 'EXEMPTEXPENSES', 0, BUYING],
  ['INPUTTAXED', 'Input Taxed', 'INPUTTAXED', 0, ANY],
  ['GSTONIMPORTS', 'GST on Imports', 'GSTONIMPORTS', 0, ['LIABILITY']],
  ['BASEXCLUDED', 'BAS Excluded', 'BASEXCLUDED', 0, ANY],
];

export const NZ_TAXES: readonly Row[] = [
  ['OUTPUT2', '15% GST on Income', 'OUTPUT', 15, SELLING],
  ['INPUT2', '15% GST on Expenses', 'INPUT', 15, BUYING],
  ['ZERORATED', 'Zero Rated', 'OUTPUT', 0, SELLING],
  ['GSTONIMPORTS', 'GST on Imports', 'GSTONIMPORTS', 0, ['LIABILITY']],
  ['NONE', 'No GST', 'NONE', 0, ANY],
];

const PERCENT = 10_000;

export const seededTaxes = (rows: readonly Row[], updated: number): TaxRate[] =>
  rows.map(([taxType, name, reportTaxType, percent, appliesTo]) => ({
    id: taxType.toLowerCase(),
    updated,
    taxType,
    name,
    reportTaxType,
    rate: percent * PERCENT,
    components: [{ name: 'GST', rate: percent * PERCENT, isCompound: false }],
    appliesTo,
    status: 'ACTIVE',
  }));
