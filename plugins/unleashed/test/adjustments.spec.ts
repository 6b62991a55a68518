import { describe, expect, it } from 'vitest';
import type { Adjustment } from '../returns/adjustment.js';
import { desk, type Line, line, returned } from './returns.js';

const goods = (document: { payload: unknown } | undefined) =>
  (document!.payload as Adjustment).lines.map(({ sku }) => sku);

describe('a return that was put back into stock', () => {
  it('becomes one adjustment for each warehouse, and one for each reason in it', async () => {
    const { documents } = await desk();
    const two = await documents(
      returned([line('POT-SAUCER'), line('TOOL-TROWEL', '1', { warehouse: 'marrickville' })]),
    );
    expect(two.map(({ part, reference, serialBy }) => [part, reference, serialBy])).toEqual([
      ['MAIN/Change of mind', 'RMA7-MAIN', 'stock MAIN'],
      ['EAST/Change of mind', 'RMA7-EAST', 'stock EAST'],
    ]);
    const reasons = await documents(
      returned([line('POT-SAUCER'), line('TOOL-TROWEL', '1', { reason: 'Broken on arrival' })]),
    );
    expect(reasons.map(({ part }) => part)).toEqual(['MAIN/Change of mind', 'MAIN/Faulty']);
  });

  describe('of which a part is on the shelves already', () => {
    const booked = async (lines: Line[]) => {
      const { documents } = await desk();
      const shipped = (await documents(returned(lines))).map((document) => ({
        ...document,
        part: document.part!,
        done: ['post', 'verify'],
      }));
      return (now: Line[]) => documents(returned(now), shipped);
    };

    it('books what comes later for another reason, and leaves the first alone', async () => {
      const documents = await booked([line('POT-SAUCER')]);
      const faulty = line('TOOL-TROWEL', '1', { reason: 'Broken on arrival' });
      const [first, later, ...more] = await documents([line('POT-SAUCER'), faulty]);
      expect([goods(first), goods(later), more]).toEqual([['POT-SAUCER'], ['TOOL-TROWEL'], []]);
      expect(first!.part).toBe('MAIN/Change of mind');
    });

    it.each([
      ['reason', { reason: 'Broken on arrival' }],
      ['warehouse', { warehouse: 'marrickville' }],
    ])('never books the same goods again because their %s was corrected', async (_, correction) => {
      const documents = await booked([line('POT-SAUCER', '3')]);
      expect(await documents([line('POT-SAUCER', '3', correction)])).toEqual([]);
      const [only, ...more] = await documents([
        line('POT-SAUCER', '3', correction),
        line('TOOL-TROWEL', '1', correction),
      ]);
      expect([goods(only), more]).toEqual([['TOOL-TROWEL'], []]);
    });

    it('books in full what came back on another line, though the same product was booked where it isn’t any more', async () => {
      const kit = line('KIT-REPOT', '3', { warehouse: 'marrickville' });
      const documents = await booked([kit]);
      const trowels = line('TOOL-TROWEL', '4');
      const [main, ...more] = await documents([{ ...kit, restocked: false }, trowels]);
      expect(main).toMatchObject({
        part: 'MAIN/Change of mind',
        payload: { lines: [{ sku: 'TOOL-TROWEL', quantity: '4' }] },
      });
      expect(more).toEqual([]);
    });
  });

  it('puts no more on the shelves than came back when a part of it turns out to be booked under another reason', async () => {
    const { documents } = await desk();
    const [booked] = await documents(returned([line('POT-SAUCER', '1', { reason: 'Broken on arrival' })]));
    const shipped = [{ ...booked!, part: booked!.part!, done: ['post', 'verify'] }];
    const [only, ...more] = await documents(returned([line('POT-SAUCER', '4')]), shipped);
    expect((only!.payload as Adjustment).lines).toMatchObject([{ sku: 'POT-SAUCER', quantity: '3' }]);
    expect(more).toEqual([]);
  });

  it('names one new total for a product that came back on two lines', async () => {
    const { documents } = await desk();
    const [document] = await documents(returned([line('POT-SAUCER'), line('POT-SAUCER', '2', { id: 'b' })]));
    expect((document!.payload as Adjustment).lines).toEqual([
      { sku: 'POT-SAUCER', quantity: '3', comment: 'Return RMA7', of: { 'POT-SAUCER': '1', b: '2' } },
    ]);
  });

  it('brings a kit back as the components that left', async () => {
    const { documents } = await desk();
    const [document] = await documents(returned([line('KIT-HERB', '2')]));
    expect((document!.payload as Adjustment).lines).toContainEqual({
      sku: 'POT-TERRA-10',
      quantity: '6',
      comment: 'Return RMA7',
      of: { 'KIT-HERB': '6' },
    });
  });
});
