import { Socket } from 'node:net';
import { pathToFileURL } from 'node:url';
import { type Inspection, inspectPlugin } from '../../sdk/checking/index.js';
import { createRuntime, type HostCalls } from '../../sdk/runtime/index.js';
import { whyBroken } from '../why-broken.js';
import { type Answer, Channel, type Message, type Question } from './channel.js';
import { crossing, crossingTo } from './crossing.js';
import { MESSAGE_AT_MOST, PIPE, readFrames, writeFrame } from './frames.js';
import type { PlainRequest } from './plain-http.js';
import { sandboxesInside } from './sandbox-inside.js';

// A plugin's own process: nothing of the hub is in here but the SDK, and the one way out is the channel to the host.

const entry = process.argv[2]!;
const inspection = await inspect(entry);
const { plugin, manifest, problems } = inspection;

const host: HostCalls = {
  http: (call, request) => channel.ask('http', call, request) as ReturnType<HostCalls['http']>,
  page: (call, page) => channel.ask('page', call, page) as Promise<void>,
  stated: (call, page) => channel.ask('stated', call, page) as Promise<void>,
  owed: (call, task, after) => channel.ask('owed', call, task, after) as ReturnType<HostCalls['owed']>,
  log: (call, message, details) => channel.ask('log', call, message, details) as Promise<void>,
};

const pipe = new Socket({ fd: PIPE });
const channel = new Channel(
  {
    inspect: async () => ({ manifest, problems }),
    alive: async () => undefined,
    ...(plugin && crossing(createRuntime(plugin, crossingTo(host)))),
    ...(plugin && sandboxesInside(plugin, notify)),
  },
  (message) => writeFrame(pipe, message, MESSAGE_AT_MOST),
);
readFrames(pipe, { atMost: Number.POSITIVE_INFINITY, take: hear, refuse: () => process.exit(1) });
// Without the hub there is nothing to do.
pipe.on('error', () => process.exit());
pipe.on('close', () => process.exit());

function hear(message: unknown): void {
  if ('ask' in (message as Message)) channel.hear(message as Question);
  else channel.accept(message as Answer);
}

async function notify(sandbox: number, request: PlainRequest): Promise<void> {
  await channel.ask('notify', sandbox, request);
}

async function inspect(file: string): Promise<Inspection> {
  try {
    const { default: exported } = await import(pathToFileURL(file).href);
    return inspectPlugin(exported);
  } catch (error) {
    return { problems: [{ field: '', problem: whyBroken(error, file) }] };
  }
}
