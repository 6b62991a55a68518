import { expect, it } from 'vitest';
import type { ImportLine } from './import-lines.service.js';
import { shownImport } from './shown-import.js';

const CHANGES = {
  dispatchedAt: ['2026-11-13T03:45:53.000Z', '2026-11-27T13:55:58.000Z'],
  cancelledOn: [null, '2026-11-27'],
  reference: [null, '2026-11-27'],
  updatedAt: ['soon', null],
};

const LINE: ImportLine = {
  run_id: 1,
  seq: 0,
  row_no: 0,
  installation_id: 7,
  task: 'import-orders',
  type: 'invoice',
  record_id: 1,
  remote_id: 'N1',
  action: 'updated',
  reason: null,
  changes: JSON.stringify(CHANGES),
  exchange_id: null,
  at: new Date(),
  record_key: 'N1',
  number: 'N1',
  name: null,
};

it('says moments in the store’s time, and days as days', () => {
  expect(shownImport(LINE, undefined, 'Australia/Sydney').changes).toEqual([
    { field: 'Dispatched', before: 'Fri, 13 Nov 2026, 2:45:53 pm AEDT', after: 'Sat, 28 Nov 2026, 12:55:58 am AEDT' },
    { field: 'Cancelled', before: undefined, after: '27 Nov 2026' },
    { field: 'Customer’s reference', before: undefined, after: '2026-11-27' },
    { field: 'Last changed in the store', before: 'soon', after: undefined },
  ]);
});

it('keeps them as they were logged for a file, whose times are UTC', () => {
  const [dispatched, cancelled] = shownImport(LINE, undefined).changes;
  expect(dispatched).toMatchObject({ before: CHANGES.dispatchedAt[0], after: CHANGES.dispatchedAt[1] });
  expect(cancelled).toMatchObject({ after: '2026-11-27' });
});
