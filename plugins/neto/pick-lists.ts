import type { Context, PickOption } from 'patchbay/sdk';
import type { NetoApi } from './client.js';
import { shopClock, timeZones } from './shop-time.js';

type Listing = Context & { api: NetoApi };

const MINUTE = 60_000;
/** What stores of this platform mostly sell in; whatever else is found by typing. */
const USUAL = ['AUD', 'NZD', 'USD', 'GBP', 'EUR', 'CAD', 'SGD', 'HKD', 'JPY'];

/** Time zones in which it is now as late as on the store's clock, the hub's guess first; with a search, all that fit it. */
export async function timeZoneOptions({ api, now, store }: Listing, search: string): Promise<PickOption[]> {
  const showing = search ? [] : zonesShowing((await api.settings()).currentTime, now());
  const guess = showing.filter((zone) => zone === store.timeZone);
  const zones = showing.length > 0 ? [...guess, ...showing.filter((zone) => zone !== store.timeZone)] : timeZones();
  return zones
    .filter((zone) => fits(zone, search))
    .map((zone) => ({
      value: zone,
      label: `${zone.replaceAll('_', ' ')}: ${shopClock(zone).written(now()).slice(11, 16)} there now`,
    }));
}

function zonesShowing(currentTime: string, now: number): string[] {
  return timeZones().filter((zone) => {
    const at = shopClock(zone).instant(currentTime);
    return at !== undefined && Math.abs(at - now) < 10 * MINUTE;
  });
}

/** The store's own currency first. */
export async function currencyOptions({ api }: Listing, search: string): Promise<PickOption[]> {
  const codes = search ? Intl.supportedValuesOf('currency') : [(await api.settings()).currency.toUpperCase(), ...USUAL];
  const names = new Intl.DisplayNames('en', { type: 'currency' });
  return [...new Set(codes)]
    .filter((code) => /^[A-Z]{3}$/.test(code))
    .map((code) => ({ value: code, label: `${code}: ${names.of(code)}` }))
    .filter(({ label }) => fits(label, search));
}

function fits(text: string, search: string): boolean {
  const plain = (one: string) => one.trim().toLowerCase().replaceAll('_', ' ');
  return plain(text).includes(plain(search));
}
