import { definePlugin, type Http, importTask, mapping } from '../../src/sdk/index.js';
import { AcmeApp, acme } from '../faults/acme.js';

const PER_PAGE = 10;

interface Listed {
  rows: { id: string; code: string; title: string }[];
  pages: number;
  total: number;
}

/** Acme with a catalogue beside its orders. */
export class AcmeShop extends AcmeApp {
  /** The pages of the catalogue that were asked for, in turn. */
  readonly pagesAsked: number[] = [];

  constructor(readonly products: number) {
    super();
  }

  override async handle(request: Request): Promise<Response> {
    const [, what, number] = new URL(request.url).pathname.split('/');
    if (what !== 'products') return super.handle(request);
    const page = Number(number);
    this.pagesAsked.push(page);
    const first = (page - 1) * PER_PAGE;
    const rows = Array.from({ length: Math.min(PER_PAGE, this.products - first) }, (_, at) => product(first + at));
    return Response.json({ rows, pages: Math.ceil(this.products / PER_PAGE), total: this.products } satisfies Listed);
  }
}

const product = (n: number) => ({ id: `p-${n}`, code: `BOX-${n}`, title: `Box no. ${n}` });

const products = mapping('products', 'product', {
  title: 'Products',
  remoteId: 'id',
  rows: [
    { from: 'code', to: 'sku' },
    { from: 'title', to: 'name' },
  ],
});

const importProducts = importTask<'product', { http: Http }>({
  id: 'import-products',
  title: 'Import products',
  record: 'product',
  schedule: 'every 15 minutes',
  mapping: products,
  pulls: 'changes',
  async *pull({ http, bookmark }) {
    for (let page = Number(bookmark ?? 0) + 1; ; page++) {
      const { rows, pages, total } = JSON.parse((await http.send({ path: `products/${page}` })).body) as Listed;
      yield { rows, bookmark: page, total };
      if (page >= pages) return;
    }
  },
});

export const acmeShop = definePlugin({
  ...acme,
  mappings: [products],
  tasks: [...(acme.tasks ?? []), importProducts],
});
