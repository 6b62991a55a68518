import unleashed from '../../../plugins/unleashed/plugin.js';
import type { ExportCase } from '../export-case.js';
import { judgeAdjustments } from '../unleashed/adjusted.js';
import { drawReturn, editedReturn, type Return } from '../unleashed/return.js';
import { ANSWERS, imported, MAPS, stockedTwin } from '../unleashed/shop.js';

/** Returns on their way back onto the shelves: new totals made from old ones, so only one per warehouse may be on its way. */
export const unleashedReturns: ExportCase = {
  name: 'unleashed/export-returns',
  plugin: unleashed,
  task: 'export-returns',
  answers: () => ({ ...ANSWERS, mode: 'individually', exportWhen: 'dispatched' }),
  maps: MAPS,
  sandbox: (now) => stockedTwin(now),
  surroundings: imported,
  records: (chance) =>
    Array.from({ length: chance.between(2, 8) }, (_, n) => ({
      type: 'return' as const,
      body: { ...drawReturn(chance, `R${101 + n}`) },
    })),
  edit: (chance, body) => ({ ...editedReturn(chance, body as unknown as Return) }),
  verify: judgeAdjustments,
};
