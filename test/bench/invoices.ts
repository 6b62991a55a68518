/** An invoice of three lines, as a store has it: the hub finds it among its records, the plain script makes it itself. */
export function invoice(number: string, n: number) {
  const lines = [1, 2, 3].map((line) => ({
    id: `${number}-${line}`,
    sku: `SKU-${(n * 7 + line) % 5000}`,
    name: `Hardwood garden chair, model ${(n + line) % 977}`,
    quantity: String(1 + ((n + line) % 4)),
    unitPrice: `${20 + ((n * line) % 300)}.50`,
    tax: '1.95',
  }));
  return {
    number,
    status: 'dispatched',
    date: `2026-10-${String(1 + (n % 28)).padStart(2, '0')}`,
    username: `customer-${n % 700}`,
    email: `customer-${n % 700}@example.com`,
    reference: `PO-${n}`,
    currency: 'AUD',
    taxInclusive: true,
    total: `${100 + (n % 900)}.95`,
    tax: '9.18',
    shipping: '12.00',
    billing: { name: `Customer ${n % 700}`, street: `${n % 200} Fig Street`, city: 'Sydney', postcode: '2000' },
    deliveryNote: 'Leave it at the side gate, please.',
    lines,
  };
}

export type StoreInvoice = ReturnType<typeof invoice>;
