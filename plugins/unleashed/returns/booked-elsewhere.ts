import { type BuildContext, money } from 'patchbay/sdk';
import type { Adjustment } from './adjustment.js';

type Lines = Adjustment['lines'];

/**
 * Goods of a return that are on the shelf already under another warehouse or reason than it says by now. They are not put there a
 * second time: an adjustment can't be taken back, so the one that has left asks a person, and till then the shelf holds no more
 * than came back. Goods are followed by the line they came back on: those of another line are other goods, though of one product.
 */
export class BookedElsewhere {
  private readonly surplus = new Map<string, string>();

  constructor(
    parts: { part: string; lines: Lines }[],
    private readonly shipped: BuildContext['shipped'],
  ) {
    for (const { payload } of shipped) this.add((payload as Adjustment).lines, (booked) => booked);
    for (const { part, lines } of parts) if (this.hasLeft(part)) this.add(lines, money.negate);
  }

  /** What of a part's goods is still to be booked. */
  notIn(part: string, lines: Lines): Lines {
    if (this.hasLeft(part)) return lines;
    return lines.flatMap((line) => {
      const rests = Object.entries(line.of).map(
        ([id, quantity]) => [id, this.takeOff(line.sku, id, quantity)] as const,
      );
      const of = Object.fromEntries(rests.filter(([, rest]) => !money.isZero(rest)));
      const quantity = money.add(0, ...Object.values(of));
      return money.isZero(quantity) ? [] : [{ ...line, quantity, of }];
    });
  }

  private add(lines: Lines, signed: (quantity: string) => string): void {
    for (const { sku, of } of lines) {
      for (const [id, quantity] of Object.entries(of)) {
        const goods = goodsOf(sku, id);
        this.surplus.set(goods, money.add(this.surplus.get(goods) ?? 0, signed(quantity)));
      }
    }
  }

  private takeOff(sku: string, id: string, quantity: string): string {
    const surplus = this.surplus.get(goodsOf(sku, id)) ?? '0';
    const taken = money.compare(surplus, quantity) > 0 ? quantity : surplus;
    return money.compare(taken, 0) > 0 ? money.subtract(quantity, taken) : quantity;
  }

  private hasLeft(part: string): boolean {
    return this.shipped.some((one) => one.part === part);
  }
}

const goodsOf = (sku: string, id: string): string => `${sku}|${id}`;
