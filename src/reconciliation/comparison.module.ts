import { Module } from '@nestjs/common';
import { Links } from './compare/links.js';
import { Sides } from './compare/sides.js';
import { Suggestions } from './compare/suggestions.js';
import { Comparison } from './comparison.js';
import { StatementRows } from './statement-rows.store.js';

/** Comparing two sides that lie ready, without what brings them. */
@Module({
  providers: [Comparison, Sides, Links, Suggestions, StatementRows],
  exports: [Comparison, StatementRows],
})
export class ComparisonModule {}
