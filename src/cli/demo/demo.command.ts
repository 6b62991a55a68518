import { join } from 'node:path';
import { runHub } from '../../hub.js';
import type { Settings } from '../../settings/settings.js';
import { type Command, say } from '../command.js';
import { fillHub } from './fill.js';
import { demoSignIns, type SignIn } from './sign-ins.js';
import { openTwins, type Twin } from './twins.js';

export const demoCommand: Command = {
  usage: 'demo',
  summary: 'start the hub with a little shop in it and local twins of the apps',
  async run(_, settings) {
    const twins = await openTwins(settings);
    try {
      const signIns = await demoSignIns(join(settings.dataDir, 'demo', 'sign-ins.json'));
      await runHub(ledToTwins(settings, twins), {
        host: '127.0.0.1',
        prepare: (hub) => fillHub(hub, signIns, twins),
        opened: (url) => introduce(url, signIns, twins),
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

/** The hub's client with a twin, as the setting would name it. */
function clientOf({ manifest, sandbox: { oauthClient } }: Twin): string[] {
  return oauthClient ? [`${manifest.id}=${oauthClient.id}:${oauthClient.secret}`] : [];
}

function introduce(url: string, signIns: SignIn[], twins: Twin[]): void {
  say();
  say(`  Patchbay is at ${url}`);
  say();
  for (const { role, email, password } of signIns) say(`    ${role.padEnd(9)} ${email.padEnd(26)} ${password}`);
  say();
  say('  The apps are twins on this machine; their pages show what they hold and what to type to connect:');
  say();
  for (const { manifest, url: address } of twins) say(`    ${manifest.name.padEnd(12)} ${address}`);
  say();
  say(
    '  Sign in as the merchant, open Addons and install one. Ctrl-C stops everything; the next start finds it all again.',
  );
  say();
}
