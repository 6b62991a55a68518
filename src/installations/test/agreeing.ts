import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import inkwell from '../../../test/plugins/inkwell/plugin.js';
import type { Page } from '../../../test/support/browser.js';
import type { Merchant } from '../../../test/support/hub.js';
import { Clock } from '../../clock/clock.js';
import { Connections } from '../../connections/connections.service.js';
import { Inkwell } from '../../connections/oauth/test/inkwell-hub.js';
import type { OAuth2Connection } from '../../sdk/index.js';
import type { Installation } from '../installation.entity.js';
import { InstallationLife } from '../installation-life.service.js';
import { type House, startHouse } from './house.js';

const connection = inkwell.connection as OAuth2Connection;

export const local = (url: string) => url.replace(/^https?:\/\/[^/]+/, '');

/** A merchant in each test who has begun to install Inkwell, which is connected by consent. */
export function agreeing() {
  let app: Inkwell;
  let house: House;
  let mia: Merchant;
  let it1: Installation;

  beforeAll(async () => {
    app = await Inkwell.open(new Clock());
    const { endpoints = [], oauthClients = [] } = app.settings;
    house = await startHouse({ ENDPOINTS: endpoints.join(','), OAUTH_CLIENTS: oauthClients.join(',') }, [
      inkwell,
      // The hub has no client with these two; one of them offers a way besides.
      { ...inkwell, id: 'penwell', name: 'Penwell' },
      { ...inkwell, id: 'quillwell', name: 'Quillwell', connection: { ...connection, clientCredentials: undefined } },
    ]);
  });
  afterAll(async () => {
    await house?.stop();
    await app?.stop();
  });
  beforeEach(async () => {
    app.forget();
    mia = await house.hub.merchant();
    it1 = await install();
  });

  const life = () => house.hub.app.get(InstallationLife);
  /** Behind the shop itself, which is connected first. */
  async function install(store = mia.store, plugin = 'inkwell'): Promise<Installation> {
    const shops = (await life().of(store.id)).filter((it) => it.plugin === 'shopfront');
    if (shops.length === 0) {
      const shop = await life().install(store, 'shopfront');
      await mia.browser.post(`/installations/${shop.id}/steps/1`, { shop: 'fern', key: `shop${shop.id}` });
    }
    return life().install(store, plugin);
  }

  const now = async (it = it1) => (await life().find(it.storeId, it.id))!;
  const connected = async (it = it1) => house.hub.app.get(Connections).get((await now(it)).connectionId!);
  const step = (it = it1) => `/installations/${it.id}/steps/1`;

  /** Presses Connect; answers where the browser is sent. */
  const leave = async (it = it1, browser = mia.browser) =>
    (await browser.post(`/installations/${it.id}/consent`)).location!;

  /** What the app's own page does when a person has decided. */
  async function decide(at: string, organisations: string[], answer = 'yes'): Promise<string> {
    const form = new FormData();
    for (const one of organisations) form.append('organisation', one);
    form.append('answer', answer);
    const { headers } = await fetch(at, { method: 'POST', body: form, redirect: 'manual' });
    return local(headers.get('location')!);
  }

  /** All the way to the app and back to the page it ends at. */
  async function consent(organisations: string[], it = it1, browser = mia.browser): Promise<Page> {
    const back = await browser.get(await decide(await leave(it, browser), organisations));
    expect(back.status).toBe(303);
    return browser.get(local(back.location!));
  }

  return {
    get app() {
      return app;
    },
    get house() {
      return house;
    },
    get mia() {
      return mia;
    },
    get it1() {
      return it1;
    },
    life,
    install,
    now,
    connected,
    step,
    leave,
    decide,
    consent,
  };
}
