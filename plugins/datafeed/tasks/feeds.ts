import { type Http, type ImportTask, importTask, type Mapping, type RecordType, readPeerRecords } from 'patchbay/sdk';
import { customerMapping, productMapping } from '../mappings/people-and-goods.js';
import { paymentMethodMapping, warehouseMapping } from '../mappings/reference.js';
import { orderMapping, paymentMapping, refundMapping, returnMapping } from '../mappings/sales.js';

/** All lists of the other store are read alike: what changed, in the order in which it changed. */
function feedOf<T extends RecordType>(id: string, title: string, mapping: Mapping<T>): ImportTask<T, Http> {
  return importTask<T, Http>({
    id,
    title,
    record: mapping.record,
    schedule: 'every 15 minutes',
    mapping,
    pulls: 'changes',
    pull: ({ api, since, bookmark }) => readPeerRecords(api, mapping.record, { since, bookmark }),
  });
}

export const feeds = [
  feedOf('feed-payment-methods', 'Feed payment methods', paymentMethodMapping),
  feedOf('feed-warehouses', 'Feed warehouses', warehouseMapping),
  feedOf('feed-customers', 'Feed customers', customerMapping),
  feedOf('feed-products', 'Feed products', productMapping),
  feedOf('feed-orders', 'Feed orders', orderMapping),
  feedOf('feed-payments', 'Feed payments', paymentMapping),
  feedOf('feed-returns', 'Feed returns', returnMapping),
  feedOf('feed-refunds', 'Feed refunds', refundMapping),
];
