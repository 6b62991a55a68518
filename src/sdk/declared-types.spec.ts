import { expectTypeOf, it } from 'vitest';
import type { RowTo } from './mapping.js';
import type { Document, DocumentTask, Page } from './tasks/index.js';

// These are kept by the type checker: an author is told in the editor.

it('has rows only to fields that its records have', () => {
  expectTypeOf<'paidOn'>().toExtend<RowTo<'payment'>['to']>();
  expectTypeOf<'paidAt'>().not.toExtend<RowTo<'payment'>['to']>();
});

it('builds what its steps take', () => {
  type Built = ReturnType<DocumentTask<'refund', unknown, { amount: string }>['build']>;
  expectTypeOf<Document<{ amount: string }>>().toExtend<Built>();
  expectTypeOf<Document<{ amount: number }>>().not.toExtend<Built>();
});

it('takes rows of whatever types a client reads them into', () => {
  interface Charge {
    id: string;
    amount: number;
  }
  expectTypeOf<{ rows: Charge[]; bookmark: string }>().toExtend<Page>();
});
