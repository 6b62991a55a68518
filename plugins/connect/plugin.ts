import { definePlugin } from 'patchbay/sdk';

export default definePlugin({
  id: 'connect',
  name: 'Connect',
  version: '1.0.0',
  sdk: '^1',
  listing: {
    summary: 'Opens your store to every other addon. One subscription covers one store.',
    about: [
      'Connect is the base that other addons stand on. Install it first: it reserves a place for your store, and from then on its schedules, logs and reports are kept.',
      'One subscription covers one store with all the addons you install on it. A second store needs a second subscription.',
      'Connect itself moves nothing and asks for no credentials. Each addon says on its own page what it moves, and which way.',
    ],
    category: 'Essentials',
    icon: 'icon.svg',
    moves: { in: [], out: [] },
    touches: ['Nothing outside this hub'],
  },
});
