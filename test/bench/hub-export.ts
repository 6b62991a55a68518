import 'reflect-metadata';
import { measureExport } from './export-hub.js';
import plugin from './ledger-plugin.js';

// The hub's own export to the ledger.
// node hub-export.js <database> <ledger>

const [url, ledger] = process.argv.slice(2) as [string, string];
const connection = { credentials: { key: 'k3y-k3y-k3y' }, tenant: { key: 'bench', name: 'Bench' } };
const endpoints = [`ledger.example.com=${ledger}`];
process.send!(await measureExport({ url, plugin, endpoints, connection }));
process.disconnect();
