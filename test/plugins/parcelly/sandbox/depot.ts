export interface Item {
  id: string;
  code: string;
  title: string;
  price: { cents: number };
  live: boolean;
  kind: string;
  changedAt: string;
}

export interface Consignment {
  id: string;
  reference: string;
  customer: string;
  lines: unknown[];
  date: string;
  total: string;
  tax: string;
  currency: string;
  closed: boolean;
  gone?: 'cancelled' | 'thrown away';
  note?: string;
  changedAt?: number;
}

export interface DepotState {
  revision: number;
  items: Item[];
  stock: { id: string; code: string; depot: string; free: number }[];
  consignments: Consignment[];
  /** From this day on consignments are taken; 'YYYY-MM-DD'. */
  opensOn?: string;
}

/** What Parcelly holds. */
export class Depot {
  constructor(readonly state: DepotState) {}

  static seeded(count: number): Depot {
    const items = Array.from({ length: count }, (_, at) => seededItem(at + 1));
    const giftCard = { ...seededItem(0), id: 'item-gift', code: 'GIFT', kind: 'gift card' };
    const stock = items.map(({ code }, at) => ({ id: `stock-${at + 1}`, code, depot: 'SYD', free: at * 3 }));
    return new Depot({ revision: 0, items: [...items, giftCard], stock, consignments: [] });
  }

  get revision(): number {
    return this.state.revision;
  }

  get items(): Item[] {
    return this.state.items;
  }

  get consignments(): Consignment[] {
    return this.state.consignments;
  }

  changed(): void {
    this.state.revision += 1;
  }
}

function seededItem(number: number): Item {
  const code = `BOX-${String(number).padStart(3, '0')}`;
  return {
    id: `item-${number}`,
    code,
    title: `Box no. ${number}`,
    price: { cents: 995 + number * 100 },
    live: true,
    kind: 'box',
    changedAt: `2026-11-${String((number % 20) + 1).padStart(2, '0')}T00:00:00.000Z`,
  };
}
