import { type BuildContext, needsPerson, type RecordBody, type RecordRef, type UsesContext } from 'patchbay/sdk';
import { settingsOf } from '../settings.js';
import type { Tracking } from './sales-invoice.js';

type Channel = RecordBody<'invoice'>['channel'];

export const trackingRefs = (channel: Channel, ctx: UsesContext): RecordRef[] =>
  optionsFor(channel, ctx).map((key) => ({ type: 'tracking-option', key }));

/** What the lines of an order are sorted under. A channel's own option takes the place of the wizard's of the same category. */
export function trackingOf(channel: Channel, ctx: BuildContext): Tracking[] {
  const options = optionsFor(channel, ctx).map((name) => {
    const body = ctx.related.get('tracking-option', name)?.body;
    if (!body || body.active === false) {
      return needsPerson(
        `Xero has no tracking option “${name}” in use. Choose another in the step “Configure”, or run “Import tracking categories”.`,
      );
    }
    return { category: body.category, option: body.option };
  });
  return [...new Map(options.map((option) => [option.category, option])).values()];
}

/** The last one of a category counts. */
function optionsFor(channel: Channel, ctx: UsesContext): string[] {
  const own = channel ? ctx.maps.toApp('tracking', channel) : undefined;
  return [...settingsOf(ctx).tracking, ...(own === undefined ? [] : [own])];
}
