import type { Product } from './product.js';
import { type TiersAs, wireHalves } from './product-wire.js';

/** The products' JSON, written once and kept until the product changes. */
export class ProductTexts {
  private readonly own: (string | undefined)[] = [];
  private readonly shared: string[] = [];
  private readonly known = new Map<string, string>();

  constructor(private readonly tiersAs: TiersAs) {}

  get(position: number, product: (position: number) => Product): string {
    if (this.own[position] === undefined) this.write(position, product(position));
    return `${this.own[position]}${this.shared[position]}`;
  }

  forget(position: number): void {
    this.own[position] = undefined;
  }

  private write(position: number, product: Product): void {
    const { own, shared } = wireHalves(product, this.tiersAs);
    this.own[position] = JSON.stringify(own).slice(0, -1);
    this.shared[position] = this.keptOnce(`,${JSON.stringify(shared).slice(1)}`);
  }

  private keptOnce(text: string): string {
    const known = this.known.get(text);
    if (known !== undefined) return known;
    this.known.set(text, text);
    return text;
  }
}
