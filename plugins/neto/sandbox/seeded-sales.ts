import { Chance } from './chance.js';
import type { Order, OrderHead, OrderLine } from './order.js';
import { shareCoupon, total } from './order-totals.js';
import type { Payment } from './payment.js';
import { PAYMENT_METHODS, paymentMethod, VOUCHER } from './payment-methods.js';
import { SEEDED_PEOPLE } from './people.js';
import { type KitPart, ware } from './products.js';
import { type SaleKind, saleKind } from './sale-kinds.js';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const SPAN = 60 * DAY;
/** A first part payment comes this long after its order. */
const DEPOSIT_AFTER = HOUR / 2;
const GOODWILL_AFTER = 3 * DAY;
const GOODWILL = 1000;
const TOO_MUCH = 500;
const FIRST_NUMBER = 10_001;
const GST = 10;
const REMEMBERED = 2000;

/** What the seeded sales depend on; kept in every snapshot so that they are told alike later. */
export interface Seed {
  at: number;
  sales: number;
  skus: string[];
  kits: Record<string, KitPart[]>;
  /** Absent: Fern & Fig itself. */
  shop?: Readonly<{ name: string; orderPrefix: string }>;
}

const ITSELF = { name: 'Fern & Fig', orderPrefix: 'N' };

export const shopIn = ({ shop }: Pick<Seed, 'shop'>) => shop ?? ITSELF;

/**
 * The sales of the last sixty days. Nothing is stored: each is worked out from its place whenever it is asked for, so that a
 * hundred thousand cost no memory but their heads.
 */
export class SeededSales {
  private readonly heads: OrderHead[] = [];
  private readonly recent = new Map<number, Readonly<Order>>();
  private readonly plain: string[];
  private readonly kits: string[];
  private readonly prefix: string;
  /** Lets shops of one platform sell different things. */
  private readonly luck: number;

  constructor(readonly seed: Seed) {
    this.prefix = shopIn(seed).orderPrefix;
    this.luck = seed.shop ? [...this.prefix].reduce((sum, sign) => sum * 31 + sign.codePointAt(0)!, 0) * 997 : 0;
    this.plain = seed.skus.filter((sku) => !seed.kits[sku]);
    this.kits = seed.skus.filter((sku) => seed.kits[sku]);
  }

  get count(): number {
    return this.seed.sales;
  }

  /** The place of an order number, or -1 when it is none of ours. */
  place(id: string): number {
    const number = id.slice(0, this.prefix.length).toUpperCase() === this.prefix ? id.slice(this.prefix.length) : '';
    const place = /^\d+$/.test(number) ? Number(number) - FIRST_NUMBER : -1;
    return place < this.count ? place : -1;
  }

  head(place: number): OrderHead {
    this.heads[place] ??= this.makeHead(place);
    return this.heads[place];
  }

  /** For looking only: a page asks for the same order several times, for its lines, its payments and its totals. */
  look(place: number): Readonly<Order> {
    const known = this.recent.get(place);
    if (known) return known;
    if (this.recent.size >= REMEMBERED) this.recent.clear();
    const order = this.order(place);
    this.recent.set(place, order);
    return order;
  }

  order(place: number): Order {
    const head = this.head(place);
    const kind = this.kind(place);
    const chance = new Chance(this.luck + place * 2 + 1);
    const buyer = this.buyer(place);
    const order: Order = {
      ...head,
      bill: { ...buyer.address },
      ship: { ...buyer.address },
      lines: this.lines(kind, chance),
      taxInclusive: true,
      currency: this.currency(place),
      shippingTotal: chance.of([0, 895, 995, 1250, 1899]),
      shippingDiscount: 0,
      taxFreeShipping: false,
      surchargeTotal: 0,
      surchargeTaxable: true,
      couponCode: kind.coupon ? 'SPRING15' : '',
      texts: texts(buyer.address.company, chance),
      stickyNotes:
        chance.below(12) === 0 ? [{ title: 'Gift', description: 'Please wrap it and leave out the price' }] : [],
      productSubtotal: 0,
      couponDiscount: 0,
      shippingTax: 0,
      orderTax: 0,
      grandTotal: 0,
    };
    if (kind.coupon) {
      shareCoupon(order, chance.between(500, 1999));
      order.shippingDiscount = Math.min(order.shippingTotal, 500);
    }
    if (kind.surcharge) order.surchargeTotal = chance.between(55, 395);
    if (kind.shipped !== 'none') ship(order, kind.shipped === 'part');
    total(order, GST);
    return order;
  }

  /** When its payments came in; cheap, so that payments of a day are found without working out every order. */
  paidAt(place: number): number[] {
    const { datePaid, datePlaced } = this.head(place);
    if (datePaid === undefined) return [];
    const { paid } = this.kind(place);
    if (paid === 'back') return [datePaid, Math.min(this.seed.at - 1000, datePaid + GOODWILL_AFTER)];
    return paid === 'twice' ? [Math.min(datePaid, datePlaced + DEPOSIT_AFTER), datePaid] : [datePaid];
  }

  payments(place: number): Payment[] {
    const { paid, voucher } = this.kind(place);
    if (paid === 'none') return [];
    const order = this.look(place);
    const deposit = Math.ceil(order.grandTotal * 0.4);
    const amounts = {
      full: [order.grandTotal],
      part: [deposit],
      twice: [deposit, order.grandTotal - deposit],
      over: [order.grandTotal + TOO_MUCH],
      back: [order.grandTotal, -GOODWILL],
    }[paid];
    const dates = this.paidAt(place);
    return amounts.map((amount, at) => {
      const { ID, Name } = voucher && at === 0 ? paymentMethod(VOUCHER)! : PAYMENT_METHODS[place % 3]!;
      return {
        id: String(1 + place * 2 + at),
        orderId: order.id,
        amount,
        currency: order.currency,
        datePaid: dates[at]!,
        methodId: ID,
        methodName: Name,
        texts: { ProcessBy: 'web', CardAuthorisation: ID === '1' ? `A${100_000 + place}` : '' },
      };
    });
  }

  private kind(place: number): SaleKind {
    const fromLast = this.count - 1 - place;
    return saleKind(fromLast, (fromLast / this.count) * (SPAN / DAY));
  }

  private makeHead(place: number): OrderHead {
    const chance = new Chance(this.luck + place * 2);
    const kind = this.kind(place);
    const slot = SPAN / this.count;
    const placed = wholeSecond(this.seed.at - SPAN + slot * place + chance.below(1000) * (slot / 1001));
    // Whatever happened to an order happened before the shop was opened to visitors.
    const later = (hours: number) => wholeSecond(Math.min(this.seed.at - 1000, placed + hours * HOUR));
    const approved = kind.complete === 'Approved';
    const paid = kind.paid === 'none' ? undefined : later(chance.between(1, 20));
    const completed = kind.status === 'Dispatched' ? later(chance.between(24, 90)) : undefined;
    const buyer = this.buyer(place);
    return {
      id: `${this.prefix}${FIRST_NUMBER + place}`,
      status: kind.status,
      completeStatus: kind.complete,
      onHoldType: kind.hold ?? '',
      orderType: 'sales',
      username: buyer.username,
      email: buyer.email,
      salesChannel: place % 5 === 2 ? 'eBay' : 'Website',
      paymentStatus: paid === undefined ? 'Pending' : kind.paid === 'part' ? 'PartialPaid' : 'FullyPaid',
      exportStatus: 'Pending',
      exportedToWms: 'Pending',
      datePlaced: placed,
      dateUpdated: completed ?? paid ?? later(1),
      dateInvoiced: approved ? later(chance.between(0, 3)) : undefined,
      datePaid: paid,
      dateCompleted: completed,
      datePaymentDue: placed + 14 * DAY,
    };
  }

  private buyer(place: number) {
    return SEEDED_PEOPLE[(this.luck + place * 7) % SEEDED_PEOPLE.length]!;
  }

  private currency(place: number): string {
    return this.buyer(place).address.country === 'NZ' && place % 2 === 1 ? 'NZD' : 'AUD';
  }

  private lines(kind: SaleKind, chance: Chance): OrderLine[] {
    const count = kind.split ? chance.between(2, 4) : chance.between(1, 4);
    const start = chance.below(this.plain.length);
    const skus = Array.from({ length: Math.min(count, this.plain.length) }, (_, at) => {
      return this.plain[(start + at) % this.plain.length]!;
    });
    if (kind.kit && this.kits.length > 0) skus.push(chance.of(this.kits));
    return [...new Set(skus)].map((sku, number) => this.line(sku, number, kind, chance));
  }

  private line(sku: string, number: number, kind: SaleKind, chance: Chance): OrderLine {
    const { name, price } = ware(sku);
    const components = this.seed.kits[sku]?.map((part) => ({ ...part, quantity: Math.round(part.quantity * 1000) }));
    return {
      number,
      sku,
      name,
      quantity: 1000 * chance.of(kind.shipped === 'part' ? [2, 3, 6] : [1, 1, 1, 2, 2, 3, 6]),
      shipped: 0,
      backordered: 0,
      unitPrice: price * 10,
      costPrice: Math.round(price * 4.2),
      percentDiscount: kind.percentOff && number === 0 ? 12_500 : 0,
      productDiscount: 0,
      couponDiscount: 0,
      tax: 0,
      taxFree: false,
      warehouseId: kind.split && number % 2 === 1 ? '2' : '1',
      texts: { ShippingMethod: 'Standard Parcel' },
      options: [],
      kit: components && { id: String(900 + this.kits.indexOf(sku)), components },
    };
  }
}

function texts(company: string, chance: Chance): Record<string, string> {
  return {
    ShippingOption: 'Standard Parcel',
    PurchaseOrderNumber: company ? `PO-${chance.between(1000, 9999)}` : '',
    DeliveryInstruction: chance.below(4) === 0 ? 'Leave with the neighbour at no. 9' : '',
    PaymentTerms: company ? 'Net 14' : 'Prepaid',
  };
}

/** Part of it: the first line lacks one piece, which is backordered. */
function ship(order: Order, part: boolean): void {
  for (const [at, line] of order.lines.entries()) {
    line.backordered = part && at === 0 ? 1000 : 0;
    line.shipped = line.quantity - line.backordered;
    line.texts.ShippingTracking = `FF${order.id.replace(/\D/g, '')}${line.number}`;
  }
}

const wholeSecond = (instant: number) => Math.floor(instant / 1000) * 1000;
