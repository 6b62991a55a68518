import { randomUUID } from 'node:crypto';
import { type Context, NeedsPerson } from 'patchbay/sdk';
import type { UnleashedApi } from './client.js';
import { inWords, isThereAlready } from './wrongs.js';

/** Makes the customer that the wizard names. Answers its code. */
export async function createCustomer({ api }: Context & { api: UnleashedApi }, code: string): Promise<string> {
  if (await api.customerCoded(code)) return code;
  const said = await api.createCustomer(randomUUID(), { CustomerCode: code, CustomerName: code });
  if ('wrongs' in said && !isThereAlready(said.wrongs)) throw new NeedsPerson(inWords(said.wrongs));
  return code;
}
