import type { Shop } from './twins.js';

/** Stays as it is, for whoever wants to set everything up by hand. */
export const FIRST_SHOP = 'Fern & Fig';

/** The merchant's further shops, which the demo sets up by itself. */
export const OUTLET: Shop = { name: 'Fern & Fig Outlet', orderPrefix: 'B' };
export const WHOLESALE: Shop = { name: 'Fern & Fig Wholesale', orderPrefix: 'W' };
export const MARKET: Shop = { name: 'Fern & Fig Market', orderPrefix: 'M' };

export const FURTHER_SHOPS = [OUTLET, WHOLESALE, MARKET];
