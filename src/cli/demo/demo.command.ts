import { join } from 'node:path';
import { runHub } from '../../hub.js';
import type { Settings } from '../../settings/settings.js';
import { type Command, say } from '../command.js';
import { fillHub } from './fill.js';
import { FIRST_SHOP, FURTHER_SHOPS, MARKET, OUTLET, WHOLESALE } from './shops.js';
import { demoSignIns, type SignIn } from './sign-ins.js';
import { tellStory } from './story.js';
import { clientOf, openTwins, type Twin } from './twins.js';

export const demoCommand: Command = {
  usage: 'demo',
  summary: 'start the hub with a little shop in it and local twins of the apps',
  async run(_, settings) {
    const twins = await openTwins(settings, FURTHER_SHOPS);
    try {
      const signIns = await demoSignIns(join(settings.dataDir, 'demo', 'sign-ins.json'));
      await runHub(ledToTwins(settings, twins), {
        host: '127.0.0.1',
        prepare: (hub) => fillHub(hub, signIns, twins),
        opened: (url, hub, stopping) => {
          introduce(url, signIns, twins);
          return tellStory(hub, { signIns, twins, stopping, tell: (line) => say(`  ${line}`) });
        },
      });
      return 0;
    } finally {
      await Promise.all(twins.map((twin) => twin.stop()));
    }
  },
};

function ledToTwins(settings: Settings, twins: Twin[]): Settings {
  const copy: Settings = Object.assign(Object.create(Object.getPrototypeOf(settings)), settings);
  // The sign-ins stand in the terminal: a line for each page would wash them away. Who wants them sets LOG_LEVEL.
  if (process.env.LOG_LEVEL === undefined) copy.logLevel = 'warn';
  copy.endpoints = [...settings.endpoints, ...twins.flatMap((twin) => twin.endpoints)];
  copy.oauthClients = [...settings.oauthClients, ...twins.flatMap(clientOf)];
  return copy;
}

/** What there is to look at in which store. */
function looks(twins: Twin[]): [store: string, look: string][] {
  const ledger = twins.find(({ sandbox }) => sandbox.agree)?.manifest.name ?? 'a ledger';
  return [
    [FIRST_SHOP, 'nothing but the shop itself: open Addons and install one by hand'],
    [OUTLET.name, `exports to ${ledger}, with a reconciliation report to explain`],
    [WHOLESALE.name, `the same books in ${ledger}, other numbers, an advanced configuration`],
    [MARKET.name, `connected to nothing: its orders go through ${OUTLET.name}`],
  ];
}

function introduce(url: string, signIns: SignIn[], twins: Twin[]): void {
  say();
  say(`  Patchbay is at ${url}`);
  say();
  for (const { role, email, password } of signIns) say(`    ${role.padEnd(9)} ${email.padEnd(26)} ${password}`);
  say();
  say('  Sign in as the merchant and choose a store at the top:');
  say();
  for (const [store, look] of looks(twins)) say(`    ${store.padEnd(22)} ${look}`);
  say();
  say('  The apps are twins on this machine; their pages show what they hold and what to type to connect:');
  say();
  for (const { manifest, shop, url: address } of twins) {
    say(`    ${[manifest.name, ...(shop ? [shop.name] : [])].join(', ').padEnd(30)} ${address}`);
  }
  say();
  say('  Ctrl-C stops everything; the next start finds it all again.');
  say();
}
