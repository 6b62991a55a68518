import { peerStore, readPeerStore } from 'patchbay/sdk';

export const connection = peerStore({
  reads: ['invoice', 'payment', 'return', 'refund', 'customer', 'product', 'payment-method', 'warehouse'],
  checks: [
    {
      title: 'Read the other store',
      async run({ http }) {
        const { key, name } = await readPeerStore(http);
        return { key, name };
      },
    },
  ],
});
