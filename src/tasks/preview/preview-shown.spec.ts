import { expect, it } from 'vitest';
import type { DocumentPreview } from './preview-documents.js';
import type { Kept, Parcel } from './preview-packing.js';
import { documentsShown } from './preview-shown.js';

const parcel = (reference: string, ...members: string[]): Parcel => ({
  reference,
  members,
  steps: ['create'],
  payload: {},
  again: false,
});
const waits = (key: string): Kept => ({
  key,
  state: 'waiting',
  reason: 'Waits for its customer, which goes first.',
  follows: true,
});
const refused = (key: string, reason: string): Kept => ({ key, state: 'rejected', reason });

const shown = (parcels: Parcel[], kept: Kept[]) => {
  const preview: DocumentPreview = { stock: [], built: 9, parcels, kept, waiting: 0, doubtful: 0 };
  return documentsShown(preview, () => []);
};

it('counts records, however many documents they are', () => {
  expect(shown([parcel('A', 'N1'), parcel('A-EAST', 'N1'), parcel('B', 'N2')], [])).toMatchObject({
    leaving: 2,
    asDocuments: 'as 3 documents',
  });
  expect(shown([parcel('A', 'N1', 'N2')], [])).toMatchObject({ leaving: 2, asDocuments: 'as 1 document' });
  expect(shown([parcel('A', 'N1')], [])).toMatchObject({ leaving: 1, asDocuments: '' });
});

it('names a few of what one cause keeps back, and the others behind them', () => {
  const [cause] = shown([], ['N1', 'N2', 'N3', 'N4', 'N5', 'N6', 'N7'].map(waits)).kept;
  expect(cause).toMatchObject({ examples: 'N1, N2, N3, N4, N5', more: 2, others: 'N6, N7' });
});

it('tells what follows by itself from what does not leave, and each record once', () => {
  const kept = [waits('N1'), waits('N2'), refused('N3', 'No price.'), refused('N3', 'No name.')];
  const { following, keptCount, kept: causes } = shown([], kept);
  expect({ following, keptCount }).toEqual({ following: 2, keptCount: 1 });
  expect(causes.map(({ reason, records }) => `${records} ${reason}`)).toEqual([
    '2 Waits for its customer, which goes first.',
    '1 No price.',
    '1 No name.',
  ]);
});
