import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClockModule } from '../../src/clock/clock.js';
import { Database } from '../../src/database/database.js';
import { DatabaseModule } from '../../src/database/database.module.js';
import { Comparison } from '../../src/reconciliation/comparison.js';
import { ComparisonModule } from '../../src/reconciliation/comparison.module.js';

// The hub's own comparison of the two sides that `reconcile.ts` plants, to its last finding stored.
// node hub-reconcile.js <database>

const [url] = process.argv.slice(2) as [string];

@Module({ imports: [DatabaseModule.at(url), ClockModule, ComparisonModule] })
class Hub {}

const hub = await NestFactory.createApplicationContext(Hub, { logger: ['error', 'warn'] });
const report = { storeId: 1, reportId: 1 };
const comparison = hub.get(Comparison);
await comparison.forget(report);
const rules = { tolerance: 100, days: 0, from: '2026-07-01', to: '2026-12-31' };
const started = performance.now();
await comparison.compare(report, { installationId: 1, kind: 'invoice' }, rules, new AbortController().signal);
const seconds = (performance.now() - started) / 1000;
const counted = await hub.get(Database).one<{ n: number }>('select count(*) n from differences where store_id = 1');
process.send!({ seconds, count: 1_000_000, found: counted!.n, rssMiB: process.resourceUsage().maxRSS / 1024 });
await hub.close();
process.disconnect();
