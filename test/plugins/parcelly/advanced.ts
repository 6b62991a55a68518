import { Choice, NumberField, Switch, Text } from 'patchbay/sdk';

export class AdvancedConfiguration {
  @Text({ label: 'Reference prefix', initial: 'P-', maxLength: 10, numbers: 'invoice' })
  prefix!: string;

  @NumberField({ label: 'Days to keep', initial: 30, min: 1, max: 365, unit: 'days', whole: true })
  days!: number;

  @Choice({ label: 'Labels', options: { a4: 'A4', roll: 'Roll' }, initial: 'a4', group: 'Printing' })
  labels!: string;

  @Switch({ label: 'Print twice', when: { labels: 'roll' }, group: 'Printing' })
  twice!: boolean;
}
