import { type BuildContext, notDue } from 'patchbay/sdk';
import { settingsOf } from '../settings.js';

/** Where somebody else posts the sales of a store, none is posted from here, whichever tasks are switched on. */
export function checkOwner(ctx: BuildContext): void {
  if (settingsOf(ctx).postsSales || ctx.shipped.length > 0) return;
  notDue('By the workflow that you chose, nothing is posted from here: your stock system, or you, post the sales.');
}
