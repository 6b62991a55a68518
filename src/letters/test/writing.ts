import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import type { Merchant } from '../../../test/support/hub.js';
import { Clock } from '../../clock/clock.js';
import { type Books, BooksHub } from '../../reconciliation/test/books.js';
import { Settings } from '../../settings/settings.js';
import { MailRoom } from '../mail-room.js';
import { Mailbox } from './mailbox.js';

/** A hub that writes letters to a mail server, and in each test a merchant with books of their own. */
export function writing(endpoints: () => string[] = () => []) {
  let box: Mailbox;
  let hub: BooksHub;
  let merchant: Merchant;
  let books: Books;

  beforeAll(async () => {
    box = await Mailbox.open();
    hub = await BooksHub.start(
      { MAIL_URL: box.url, MAIL_FROM: 'Patchbay <hub@patchbay.test>', PUBLIC_URL: 'https://hub.test' },
      endpoints(),
    );
    // Its worker is at work already; nothing is sent, written or begun behind a test's back any more.
    Object.assign(hub.app.get(Settings), { roles: ['web'] });
  });
  afterAll(async () => {
    await hub?.stop();
    await box?.close();
  });
  beforeEach(async () => {
    hub.twin.depot.consignments.splice(0);
    merchant = await hub.merchant();
    books = await hub.open(merchant);
  });
  afterEach(async () => {
    await hub.database.run('delete from letters');
    await hub.database.run('delete from morning_letters');
    box.mails.splice(0);
  });

  const send = () => hub.app.get(MailRoom).send();
  const stopAt = (moment: number) => vi.spyOn(hub.app.get(Clock), 'now').mockReturnValue(moment);
  const pass = (hours: number) => stopAt(hub.app.get(Clock).now() + hours * 3_600_000);
  const states = async () =>
    (await hub.database.query<{ state: string }>('select state from letters order by id')).map(({ state }) => state);

  return {
    get box() {
      return box;
    },
    get hub() {
      return hub;
    },
    get merchant() {
      return merchant;
    },
    get books() {
      return books;
    },
    send,
    stopAt,
    pass,
    states,
  };
}
