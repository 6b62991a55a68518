import type { Context, PickOption } from 'patchbay/sdk';
import type { NetoApi } from './client.js';
import { shopClock, timeZones } from './shop-time.js';

type Listing = Context & { api: NetoApi };

const AT_MOST = 50;
const MINUTE = 60_000;

/** Time zones in which it is now as late as on the store's clock; with a search, all that fit it. */
export async function timeZoneOptions({ api, now, store }: Listing, search: string): Promise<PickOption[]> {
  const { currentTime } = await api.settings();
  const showing = (zone: string) => {
    const at = shopClock(zone).instant(currentTime);
    return at !== undefined && Math.abs(at - now()) < 10 * MINUTE;
  };
  const wanted = fitting(timeZones(), search, (zone) => zone).filter((zone) => search !== '' || showing(zone));
  return first(wanted, (zone) => zone === store.timeZone && showing(zone)).map((zone) => ({
    value: zone,
    label: `${zone.replaceAll('_', ' ')}: ${shopClock(zone).written(now()).slice(11, 16)} there now`,
  }));
}

/** The store's own currency first. */
export async function currencyOptions({ api }: Listing, search: string): Promise<PickOption[]> {
  const { currency } = await api.settings();
  const names = new Intl.DisplayNames('en', { type: 'currency' });
  const all = Intl.supportedValuesOf('currency').map((code) => ({ value: code, label: `${code}: ${names.of(code)}` }));
  return first(
    fitting(all, search, ({ label }) => label),
    ({ value }) => value === currency.toUpperCase(),
  );
}

function fitting<T>(all: T[], search: string, text: (one: T) => string): T[] {
  const wanted = search.trim().toLowerCase();
  return all.filter((one) => text(one).toLowerCase().replaceAll('_', ' ').includes(wanted));
}

function first<T>(all: T[], leads: (one: T) => boolean): T[] {
  return [...all.filter(leads), ...all.filter((one) => !leads(one))].slice(0, AT_MOST);
}
