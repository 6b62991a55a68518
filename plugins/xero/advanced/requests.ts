import { NumberField } from 'patchbay/sdk';

/** How much is asked at a time, and how much is kept. */
export class Requests {
  @NumberField({
    label: 'Rows per page',
    help: 'Larger pages save requests of the daily limit.',
    group: 'Requests',
    initial: 200,
    min: 10,
    max: 1000,
    whole: true,
  })
  pageSize!: number;

  @NumberField({
    label: 'Requests kept for the day',
    help: 'Imports stop when fewer of the day’s requests are left, so that exports still get through.',
    group: 'Requests',
    initial: 100,
    min: 0,
    max: 1000,
    whole: true,
  })
  dayReserve!: number;
}
