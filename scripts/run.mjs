// node scripts/run.mjs [--browser] <compiled entry> [arguments]: sets up, then becomes that program.
import { fileURLToPath } from 'node:url';
import { compiled, setUp } from './setup.mjs';

const words = process.argv.slice(2);
const browser = words[0] === '--browser';
const [entry, ...args] = browser ? words.slice(1) : words;

try {
  // A hub with a database server elsewhere needs no engine here.
  await setUp({ engine: !process.env.DATABASE_URL, browser });
} catch {
  process.exit(1);
}
// In this very process, so that signals reach the program itself and nobody has to pass them on.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(name);
const program = compiled(entry);
process.argv = [process.argv[0], fileURLToPath(program), ...args];
await import(program);
