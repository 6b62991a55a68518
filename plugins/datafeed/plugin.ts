import { activateStep, connectStep, definePlugin, type Http } from 'patchbay/sdk';
import { connection } from './connection.js';
import { listing } from './listing.js';
import { customerMapping, productMapping } from './mappings/people-and-goods.js';
import { paymentMethodMapping, warehouseMapping } from './mappings/reference.js';
import { orderMapping, paymentMapping, refundMapping, returnMapping } from './mappings/sales.js';
import { feeds } from './tasks/feeds.js';
import { ChooseNames, GetStarted } from './wizard.js';

export default definePlugin<Http>({
  id: 'datafeed',
  name: 'Datafeed',
  version: '1.0.0',
  sdk: '^1',
  requires: ['connect'],
  listing,
  connection,
  wizard: [
    GetStarted,
    connectStep(
      'Choose the other store',
      'Whose orders shall be processed here? Nothing of that store is ever changed.',
    ),
    ChooseNames,
    activateStep('Activate the feed'),
  ],
  mappings: [
    paymentMethodMapping,
    warehouseMapping,
    customerMapping,
    productMapping,
    orderMapping,
    paymentMapping,
    returnMapping,
    refundMapping,
  ],
  tasks: feeds,
  client: (http) => http,
});
