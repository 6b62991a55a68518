import { type Context, NeedsPerson } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import { settingsOf } from '../settings.js';
import { inWords } from '../wrongs.js';
import { contactOf } from './contact-of.js';
import { saveContacts } from './save.js';

/** Makes the contact that the wizard names. Answers the customer's key. */
export async function createContact(ctx: Context & { api: XeroApi }, username: string): Promise<string> {
  const [saved] = await saveContacts([contactOf({ username }, settingsOf(ctx))], ctx.api, ['wizard', username]);
  if ('wrongs' in saved!) throw new NeedsPerson(inWords(saved.wrongs));
  return username;
}
