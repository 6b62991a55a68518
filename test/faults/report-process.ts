import 'reflect-metadata';
import { booksApp } from '../../src/reconciliation/test/books-app.js';
import { Pace } from '../../src/tasks/pace.js';

// A hub that makes reports and shows no pages, in a process of its own, for a spec that kills it.
// node report-process.js <database> <app>
const [url, app] = process.argv.slice(2) as [string, string];

/** Nobody watches a test for half a minute. */
class QuickPace extends Pace {
  override readonly lease: number = 800;
  override readonly renewal: number = 200;
  override readonly look: number = 50;
}

// Whoever started it is gone: so is the test.
process.stdin.once('end', () => process.exit());
process.stdout.write('loaded\n');
await new Promise((told) => process.stdin.once('data', told));
const hub = await booksApp(url, app, { ROLES: 'worker' }, [], new QuickPace());
await hub.init();
process.stdout.write('working\n');
