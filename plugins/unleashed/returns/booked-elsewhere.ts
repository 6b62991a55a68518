import { type BuildContext, money } from 'patchbay/sdk';
import type { Adjustment } from './adjustment.js';

type Lines = Adjustment['lines'];

/**
 * Goods of a return that are on the shelf already under another warehouse or reason than it says by now. They are not put there a
 * second time: an adjustment can't be taken back, so the one that has left asks a person, and till then the shelf holds no more
 * than came back.
 */
export class BookedElsewhere {
  private readonly surplus = new Map<string, string>();

  constructor(
    parts: { part: string; lines: Lines }[],
    private readonly shipped: BuildContext['shipped'],
  ) {
    const booked = shipped.flatMap(({ payload }) => (payload as Adjustment).lines);
    const stillThere = parts.filter(({ part }) => this.hasLeft(part)).flatMap(({ lines }) => lines);
    for (const { sku } of booked)
      this.surplus.set(sku, money.subtract(quantityOf(sku, booked), quantityOf(sku, stillThere)));
  }

  /** What of a part's goods is still to be booked. */
  notIn(part: string, lines: Lines): Lines {
    if (this.hasLeft(part)) return lines;
    return lines.flatMap((line) => {
      const rest = this.takeOff(line);
      return money.compare(rest, 0) > 0 ? [{ ...line, quantity: rest }] : [];
    });
  }

  private takeOff({ sku, quantity }: Lines[number]): string {
    const surplus = this.surplus.get(sku) ?? '0';
    if (money.compare(surplus, 0) <= 0) return quantity;
    this.surplus.set(sku, money.subtract(surplus, quantity));
    return money.subtract(quantity, surplus);
  }

  private hasLeft(part: string): boolean {
    return this.shipped.some((one) => one.part === part);
  }
}

const quantityOf = (sku: string, lines: Lines): string =>
  money.add(0, ...lines.filter((line) => line.sku === sku).map(({ quantity }) => quantity));
