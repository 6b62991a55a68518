import unleashed from '../../../plugins/unleashed/plugin.js';
import { createSandbox, type UnleashedSandbox } from '../../../plugins/unleashed/sandbox/index.js';
import type { ImportCase } from '../import-case.js';
import { ANSWERS, GOODS } from '../unleashed/shop.js';

/** The catalogue of a stock system on its way into the hub, in many small pages, while people work on it. */
export const unleashedProducts: ImportCase<UnleashedSandbox> = {
  name: 'unleashed/import-products',
  plugin: unleashed,
  task: 'import-products',
  seeds: 20,
  answers: ANSWERS,
  advanced: (chance) => ({ pageSize: chance.pick([10, 25, 60]) }),
  sandbox: (now) => createSandbox({ now, sales: 0, products: 400 }),
  edit(chance, app, n) {
    const code = chance.pick(GOODS);
    const edits = [
      () => app.rename(code, `${code}, ${n}th edition`),
      () => app.reprice(code, chance.between(100, 9999) / 100),
      () => app.obsolete(code),
      () => app.addProduct({ code: `NEW-${n}`, name: `New thing ${n}`, price: n }),
    ];
    chance.pick(edits)();
  },
};
