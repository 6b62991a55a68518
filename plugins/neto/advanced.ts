import { Choice, NumberField, Text } from 'patchbay/sdk';
import { TIERS } from './price-groups.js';

export class AdvancedConfiguration {
  @NumberField({
    label: 'Rows per request',
    help: 'How many orders or products one page of the store’s API holds.',
    initial: 100,
    min: 10,
    max: 1000,
    whole: true,
    group: 'Reading',
  })
  pageSize!: number;

  @Choice({
    label: 'New products',
    help: 'What becomes of a product that another app has and the store does not.',
    options: { 'for-sale': 'Are for sale at once', 'held-back': 'Wait until somebody approves them in the store' },
    initial: 'for-sale',
    group: 'Products',
  })
  newProducts!: 'for-sale' | 'held-back';

  @Text({
    label: 'Group of the store price',
    help: 'The user group whose price the store calls its default price. A tier set to the same group is not written over it.',
    initial: '1',
    maxLength: 20,
    required: false,
    group: 'Price groups',
  })
  defaultGroup?: string;
}

// Ten alike: the user group that holds each tier's price.
for (const [at, tier] of TIERS.entries()) {
  const declare = Text({
    label: `Price ${tier}`,
    help: 'Id of the store’s user group. Empty: this tier is neither read nor written.',
    initial: String(at + 1),
    maxLength: 20,
    required: false,
    group: 'Price groups',
  });
  declare(AdvancedConfiguration.prototype, `group${tier}`);
}
