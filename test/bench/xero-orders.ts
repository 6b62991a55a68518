const LINES = [1, 2, 3];
const CHARGE = '12.00';

/** An order of three lines, as a store has it, whose total is what its lines come to. */
export function order(number: string, n: number) {
  const lines = LINES.map((line) => ({
    id: `${number}-${line}`,
    sku: `SKU-${(n * 7 + line) % 5000}`,
    name: `Hardwood garden chair, model ${(n + line) % 977}`,
    quantity: String(1 + ((n + line) % 4)),
    unitPrice: `${20 + ((n * line) % 300)}.50`,
    taxCode: 'GST',
  }));
  const goods = lines.reduce((sum, { quantity, unitPrice }) => sum + Number(quantity) * Number(unitPrice), 0);
  return {
    number,
    status: 'dispatched',
    date: `2026-10-${String(1 + (n % 28)).padStart(2, '0')}`,
    username: `customer-${n % 700}`,
    email: `customer-${n % 700}@example.com`,
    reference: `PO-${n}`,
    currency: 'AUD',
    taxInclusive: true,
    total: (goods + Number(CHARGE)).toFixed(2),
    shipping: CHARGE,
    shippingTax: '1.09',
    billing: { name: `Customer ${n % 700}`, street1: `${n % 200} Fig Street`, city: 'Sydney', postcode: '2000' },
    lines,
  };
}

export type Order = ReturnType<typeof order>;
