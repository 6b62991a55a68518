import type { Item } from './item.js';

const DAY = 86_400_000;

/** What was in the catalogue before any hub came: name, SKU, price in cents, supplier, stock in each warehouse. */
const OLD: [string, string, number, string, [number, number]][] = [
  ['Soy Candle, Lemon Myrtle', 'OLD-CANDLE-LEMON', 2995, 'LOOMLINEN', [24, 6]],
  ['Macramé Plant Hanger', 'OLD-HANGER-MACRAME', 3450, 'LOOMLINEN', [11, 0]],
  ['Enamel Watering Can', 'OLD-CAN-ENAMEL', 5900, 'CLAYWORKS', [7, 3]],
  ['Pressed Fern Print A3', 'OLD-PRINT-FERN-A3', 4500, 'GREENVALE', [15, 15]],
  ['Jute Plant Basket', 'OLD-BASKET-JUTE', 3895, 'LOOMLINEN', [0, 4]],
];
const GIFT = 'OLD-GIFT-GARDENER';

export function seededItems(at: number, count: number): Item[] {
  const items = OLD.map((one, place) => item(place, one, at));
  items.push(giftBox(items.length, at));
  for (let place = items.length; place < count; place++) {
    const number = String(place + 1).padStart(6, '0');
    items.push(
      item(
        place,
        [`Garden Piece ${number}`, `OLD-${number}`, 995 + (place % 90) * 50, 'CLAYWORKS', [place % 40, place % 7]],
        at,
      ),
    );
  }
  return items.slice(0, count);
}

function item(place: number, [name, sku, price, supplier, [main, east]]: (typeof OLD)[number], at: number): Item {
  const added = at - 400 * DAY + (place % 300) * DAY;
  return {
    id: 101 + place,
    sku,
    dateAdded: added,
    dateUpdated: added,
    texts: { Name: name, Brand: 'Fern & Fig', PrimarySupplier: supplier, UnitOfMeasure: 'each' },
    amounts: { RRP: price, CostPrice: Math.round(price * 0.4) },
    flags: { IsActive: true, Visible: true, Approved: true, TaxInclusive: true, IsInventoried: true },
    stock: { '1': main * 1000, '2': east * 1000 },
    priceGroups: { '1': { price, texts: {}, bands: [] } },
    kit: [],
    lists: {},
  };
}

function giftBox(place: number, at: number): Item {
  return {
    ...item(place, ['Gardener’s Gift Box', GIFT, 9500, 'GREENVALE', [0, 0]], at),
    stock: {},
    kit: ['OLD-CANDLE-LEMON', 'OLD-CAN-ENAMEL'].map((sku) => ({ sku, quantity: 1000, texts: {} })),
  };
}
