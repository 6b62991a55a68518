import { describe, expect, it } from 'vitest';
import { placesNamed } from './places-named.js';

const map = (id: string, title: string) => ({ id, title }) as never;
const manifest = {
  valueMaps: [map('taxes', 'Tax codes'), map('purchase-taxes', 'Tax codes of purchases')],
  wizard: [
    { kind: 'form', title: 'Get started' },
    { kind: 'form', title: 'Configure' },
  ] as never,
  advanced: [{ name: 'exchangeRates', label: 'Exchange rates' }] as never,
};
const closed = { id: 7, advancedOpen: false };
const named = (message: string, it = closed) => placesNamed(message, it, manifest);

describe('the places that a message names', () => {
  it('are the value map it means, not one whose title begins alike', () => {
    expect(named('Say in Setup & Tools → Tax codes what “GST” is.')).toEqual([
      { label: 'Tax codes', href: '/installations/7/maps/taxes' },
    ]);
    expect(named('Say in Setup & Tools → Tax codes of purchases what “GST” is.')).toEqual([
      { label: 'Tax codes of purchases', href: '/installations/7/maps/purchase-taxes' },
    ]);
    expect(named('The tax codes differ.')).toEqual([]);
  });

  it('are a step of the settings', () => {
    expect(named('Choose one in the step “Configure”.')).toEqual([
      { label: 'Step “Configure”', href: '/installations/7/steps/2' },
    ]);
  });

  it('are the field of the advanced configuration for who may open it, and else where to ask for it', () => {
    const message = 'Give a rate under Setup & Tools → Advanced configuration → Exchange rates.';
    expect(named(message)).toEqual([{ label: 'Ask for advanced configuration', href: '/installations/7/advanced' }]);
    expect(named(message, { id: 7, advancedOpen: true })).toEqual([
      { label: 'Exchange rates', href: '/installations/7/advanced#field-exchangeRates' },
    ]);
    expect(named('See the advanced configuration.', { id: 7, advancedOpen: true })).toEqual([
      { label: 'Advanced configuration', href: '/installations/7/advanced' },
    ]);
  });

  it('are none where the addon is gone', () => {
    expect(placesNamed('Setup & Tools → Tax codes', closed, undefined)).toEqual([]);
  });
});
