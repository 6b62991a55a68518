import 'reflect-metadata';
import { doorTo } from '../../src/connections/oauth/test/inkwell-hub.js';
import { Hub } from '../../src/connections/test/hub.js';
import type { CallerOrders, CallerReport } from './refresh-together.js';

// One of several hubs on one database: when it is told to, many callers ask at once, each through a door of its own.
// node refresh-caller.js <orders as JSON>

const { url, settings, connectionId, callers } = JSON.parse(process.argv[2]!) as CallerOrders;
const hub = await Hub.start(url, { settings });
await hub.database.query('select 1');
process.send!('ready');
await new Promise((told) => process.once('message', told));

const began = performance.now();
const answers = await Promise.allSettled(
  Array.from({ length: callers }, () => doorTo(hub, connectionId).http({ path: 'items' })),
);
const served = answers.filter((answer) => answer.status === 'fulfilled' && answer.value.status === 200).length;
const report: CallerReport = {
  served,
  ms: performance.now() - began,
  rssMiB: process.memoryUsage().rss / 1024 / 1024,
  failures: answers.flatMap((answer) => (answer.status === 'rejected' ? [String(answer.reason)] : [])).slice(0, 3),
};
await hub.stop();
process.send!(report, () => process.disconnect());
