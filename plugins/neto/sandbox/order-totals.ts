import { divide } from './decimal.js';
import type { Order, OrderLine } from './order.js';

/**
 * The store's arithmetic, in cents:
 *
 *   gross(line)      = UnitPrice × Quantity, rounded to the cent
 *   ProductDiscount  = gross × PercentDiscount, rounded, or the amount it was given as; for the whole line
 *   net(line)        = gross − ProductDiscount − the line's CouponDiscount
 *   ProductSubtotal  = Σ (gross − ProductDiscount)
 *   GrandTotal       = ProductSubtotal − CouponDiscount + ShippingTotal − ShippingDiscount + SurchargeTotal
 *                      (+ OrderTax when TaxInclusive is False)
 *   OrderTax         = Σ Tax of the lines + ShippingTax + the surcharge's tax
 *
 * Tax is rounded per line, and half a cent rounds up. When prices include tax it is the part within: amount × 10 / 110.
 */
export function total(order: Order, gst: number): void {
  const tax = (amount: number) => divide(amount * gst, order.taxInclusive ? 100 + gst : 100);
  for (const line of order.lines) {
    line.productDiscount = discount(line);
    line.tax = line.taxFree ? 0 : tax(net(line));
  }
  const sum = (of: (line: OrderLine) => number) => order.lines.reduce((so, line) => so + of(line), 0);
  const shipping = order.shippingTotal - order.shippingDiscount;
  order.productSubtotal = sum((line) => gross(line) - line.productDiscount);
  order.couponDiscount = sum((line) => line.couponDiscount);
  order.shippingTax = order.taxFreeShipping ? 0 : tax(shipping);
  order.orderTax =
    sum((line) => line.tax) + order.shippingTax + (order.surchargeTaxable ? tax(order.surchargeTotal) : 0);
  order.grandTotal = sum(net) + shipping + order.surchargeTotal + (order.taxInclusive ? 0 : order.orderTax);
}

export function gross(line: OrderLine): number {
  return divide(line.unitPrice * line.quantity, 10_000);
}

export function net(line: OrderLine): number {
  return gross(line) - line.productDiscount - line.couponDiscount;
}

function discount(line: OrderLine): number {
  return line.discountAmount ?? divide(gross(line) * line.percentDiscount, 100_000);
}

/** Shares a coupon over the lines by their worth; the last line with worth takes what rounding leaves. */
export function shareCoupon(order: Order, coupon: number): void {
  const worth = order.lines.map((line) => gross(line) - discount(line));
  const whole = worth.reduce((so, one) => so + one, 0);
  let left = Math.min(coupon, whole);
  const last = worth.findLastIndex((one) => one > 0);
  for (const [at, line] of order.lines.entries()) {
    line.couponDiscount = at === last ? left : whole > 0 ? Math.min(left, divide(coupon * worth[at]!, whole)) : 0;
    left -= line.couponDiscount;
  }
}
