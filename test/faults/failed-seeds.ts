/**
 * Seeds that once showed a fault, by task. They are run for ever, beside the first so many: what was mended stays mended. A change
 * of what the seeds draw gives them another story, and the faults they showed then have specs of their own.
 */
export const failedSeeds: Record<string, number[]> = {
  'unleashed/export-invoices': [8, 36, 39, 55, 80, 99, 199, 2116, 2158, 7734, 8717, 21209],
  'unleashed/export-returns': [
    7, 14, 20, 27, 34, 36, 37, 42, 46, 49, 51, 57, 70, 74, 82, 100, 108, 196, 206, 269, 305, 320,
  ],
  'xero/export-bills': [5148, 21705],
  'xero/export-cost-journals': [5182],
  'xero/export-invoices': [243, 9007, 21824, 21931],
  'xero/export-items': [47],
  'xero/export-payments': [29, 4027, 9135, 21735, 21798],
  'xero/export-payments-voided': [7064, 40193],
};
