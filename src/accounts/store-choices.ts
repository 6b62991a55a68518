export const timeZones = Intl.supportedValuesOf('timeZone').concat('UTC');
export const currencies = Intl.supportedValuesOf('currency');

const names = new Intl.DisplayNames('en-AU', { type: 'currency' });

/** For a select: those most people here look for stand first. */
export const currencyOptions = first(['AUD', 'NZD', 'USD', 'GBP', 'EUR'], currencies).map((value) => ({
  value,
  label: `${value} – ${names.of(value)}`,
}));

export const timeZoneOptions = first(
  ['Australia/Sydney', 'Australia/Brisbane', 'Australia/Adelaide', 'Australia/Perth', 'Pacific/Auckland'],
  timeZones,
).map((value) => ({ value, label: value.replaceAll('_', ' ') }));

function first(favourites: string[], all: string[]): string[] {
  return [...favourites, ...all.filter((value) => !favourites.includes(value))];
}
