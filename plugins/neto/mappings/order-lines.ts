import type { Row } from '../client.js';
import { isAboveZero, sum } from '../decimals.js';
import { clip, said, warehouseCode } from './transforms.js';

/** Lines of an order. A kit's line carries its whole price; its components follow it, each marked with the kit's SKU. */
export function orderLines(order: Row): Row[] {
  const lines = linesOf(order);
  return lines.map((line, at) => ({
    id: said(line.OrderLineID) ?? `${said(order.OrderID) ?? ''}-${at}`,
    sku: said(line.SKU),
    name: clip(line.ProductName, 500),
    quantity: said(line.Quantity),
    dispatched: said(line.QuantityShipped),
    unitPrice: said(line.UnitPrice),
    // Both are amounts for the whole line.
    discount: sum(line.ProductDiscount, line.CouponDiscount),
    tax: said(line.Tax),
    taxCode: clip(line.TaxCode, 50),
    cost: isAboveZero(line.CostPrice) ? said(line.CostPrice) : null,
    warehouse: clip(warehouseCode(line), 50),
    kit: kitOf(lines, at, order),
  }));
}

export function linesOf({ OrderLine }: Row): Row[] {
  return Array.isArray(OrderLine)
    ? OrderLine.filter((line): line is Row => typeof line === 'object' && line !== null)
    : [];
}

/**
 * The SKU of the kit a line is part of. Documentation shows the mark beside the lines as well as in them, and leaves open
 * whether it is an SKU or a number of the store's own.
 */
function kitOf(lines: Row[], at: number, order: Row): string | null {
  const mark = markOf(lines, at, order);
  if (!mark) return null;
  const named = lines.find((line, other) => other !== at && said(line.SKU) === mark);
  const leader = lines.slice(0, at).findLast((_, other) => !markOf(lines, other, order));
  return said((named ?? leader)?.SKU) ?? mark;
}

function markOf(lines: Row[], at: number, { ComponentOfKit: beside }: Row): string | null {
  const own = lines[at]!.ComponentOfKit;
  const mark = own === undefined && Array.isArray(beside) ? (beside as unknown[])[at] : own;
  const text = said(mark);
  return text === '0' ? null : text;
}
