import { type BuildContext, money } from 'patchbay/sdk';
import { settingsOf } from '../settings.js';
import type { SaleLine } from './sale-lines.js';

/**
 * Leaves of each kit what leaves the shelf in the app: the kit itself where the app assembles it on the way out, otherwise its
 * components, which share the kit's price to the cent.
 */
export function resolveKits(lines: SaleLine[], ctx: BuildContext, places: number): SaleLine[] {
  const kits = new Set([...lines.flatMap((line) => line.kit ?? []), ...lines.map((line) => line.sku)]);
  let resolved = lines;
  for (const sku of kits) resolved = resolve(resolved, sku, ctx, places);
  return resolved;
}

function resolve(lines: SaleLine[], sku: string, ctx: BuildContext, places: number): SaleLine[] {
  const sold = lines.filter((line) => line.sku === sku && line.kit === undefined);
  const inside = lines.filter((line) => line.kit === sku);
  const record = settingsOf(ctx).kits === 'none' ? undefined : ctx.related.get('kit', sku)?.body;
  const [first] = sold;
  if (!first || (!record && inside.length === 0)) return lines;
  if (record?.autoAssembles === true && warehousesOf([...sold, ...inside]).length <= 1) {
    const whole = {
      ...first,
      gross: grossOf([first, ...inside]),
      warehouse: warehousesOf([...sold, ...inside])[0],
      dispatched: sold.length === 1 ? dispatchedOf(first, inside) : first.dispatched,
    };
    return lines.filter((line) => !inside.includes(line)).map((line) => (line === first ? whole : line));
  }
  const parts = inside.length > 0 ? inside : sold.flatMap((kit) => partsOf(kit, record?.components ?? []));
  if (parts.length === 0) return lines;
  const shares = money.split(grossOf([...sold, ...inside]), worthOf(parts, ctx), places);
  const priced = parts.map((part, at) => ({ ...part, gross: shares[at]!, tax: first.tax, kit: undefined }));
  return lines.flatMap((line) => {
    if (line === first) return priced;
    return sold.includes(line) || inside.includes(line) ? [] : [line];
  });
}

/** A kit is put together in one place. */
const warehousesOf = (lines: SaleLine[]): string[] => [...new Set(lines.flatMap(({ warehouse }) => warehouse ?? []))];

const grossOf = (lines: SaleLine[]): string => money.add(...lines.map(({ gross }) => gross));

/** Some stores note on the kit what has left, others on its components. */
function dispatchedOf(kit: SaleLine, inside: SaleLine[]): string {
  if (inside.length === 0 || !money.isZero(kit.dispatched)) return kit.dispatched;
  const left = inside.map((part) => money.divide(money.multiply(kit.quantity, part.dispatched), part.quantity, 6));
  return left.reduce((least, one) => (money.compare(one, least) < 0 ? one : least));
}

function partsOf(kit: SaleLine, components: { sku: string; quantity: string }[]): SaleLine[] {
  const needed = components.filter(({ quantity }) => !money.isZero(quantity));
  return needed.map(({ sku, quantity }) => ({
    ...kit,
    id: `${kit.id}/${sku}`,
    sku,
    name: undefined,
    quantity: money.multiply(quantity, kit.quantity),
    dispatched: money.multiply(quantity, kit.dispatched),
  }));
}

/** By the shop's own prices; by quantity where one of them has none. */
function worthOf(parts: SaleLine[], { related }: BuildContext): string[] {
  const prices = parts.map(({ sku }) => related.get('product', sku)?.body.price);
  const known = prices.every((price) => typeof price === 'string' && money.compare(price, 0) > 0);
  return parts.map(({ quantity }, at) => (known ? money.multiply(quantity, prices[at]!) : quantity));
}
