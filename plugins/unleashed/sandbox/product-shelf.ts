import { writtenInstant } from './dates.js';
import { compare } from './paging.js';
import type { Product } from './product.js';
import { ProductTexts } from './product-texts.js';
import type { TiersAs } from './product-wire.js';
import { type SeededHead, seededHead, seededProduct } from './seed/products.js';

/**
 * Every product, of which there may be a hundred thousand. Only heads are held for all of them; a seeded product is
 * made again when it is looked at, and what stays is the text that goes over the wire.
 */
export class ProductShelf {
  private readonly heads: SeededHead[];
  private readonly changed = new Map<number, Product>();
  private readonly texts: ProductTexts;
  private readonly byGuid = new Map<string, number>();
  private readonly byCode = new Map<string, number>();
  private sorted: number[] | undefined;

  constructor(
    private readonly seed: string,
    readonly seeded: number,
    tiersAs: TiersAs,
    changed: readonly Product[] = [],
  ) {
    this.texts = new ProductTexts(tiersAs);
    this.heads = Array.from({ length: seeded }, (_, at) => seededHead(seed, at));
    this.heads.forEach((head, at) => {
      this.byGuid.set(head.guid, at);
      this.byCode.set(head.code, at);
    });
    for (const product of changed) this.put(product);
  }

  get size(): number {
    return this.heads.length;
  }

  position(guid: string): number | undefined {
    return this.byGuid.get(guid.toLowerCase());
  }

  at(position: number): Product {
    return this.changed.get(position) ?? seededProduct(this.seed, position, this.head(position));
  }

  head(position: number): SeededHead {
    const head = this.heads[position];
    if (!head) throw new RangeError(`There is no product at ${position}`);
    return head;
  }

  get(guid: string): Product | undefined {
    const position = this.position(guid);
    return position === undefined ? undefined : this.at(position);
  }

  coded(code: string): Product | undefined {
    const position = this.byCode.get(code);
    return position === undefined ? undefined : this.at(position);
  }

  text(position: number): string {
    return this.texts.get(position, (at) => this.at(at));
  }

  put(product: Product): Product {
    const position = this.position(product.Guid) ?? this.heads.length;
    const before = this.heads[position];
    if (before?.code !== product.ProductCode) this.sorted = undefined;
    if (before) this.byCode.delete(before.code);
    this.heads[position] = {
      guid: product.Guid,
      code: product.ProductCode,
      obsolete: product.Obsolete,
      modified: writtenInstant(product.LastModifiedOn),
    };
    this.byGuid.set(product.Guid, position);
    this.byCode.set(product.ProductCode, position);
    this.changed.set(position, product);
    this.texts.forget(position);
    return product;
  }

  /** Positions in the order of their codes. */
  inOrder(): readonly number[] {
    this.sorted ??= this.heads.map((_, at) => at).sort((a, b) => compare(this.head(a).code, this.head(b).code));
    return this.sorted;
  }

  changes(): Product[] {
    return [...this.changed.values()];
  }
}
