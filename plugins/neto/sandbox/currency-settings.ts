import { parseDecimal } from './decimal.js';
import type { Answer } from './envelope.js';
import { type Given, givenList, texts } from './wire.js';

export interface Settings {
  country: string;
  currency: string;
  gstInControlPanel: string;
  gst: string;
}

export const SEEDED_SETTINGS: Settings = { country: 'AU', currency: 'AUD', gstInControlPanel: '1', gst: '10' };

export class CurrencySettings {
  constructor(
    readonly settings: Settings,
    private readonly changed: () => void,
  ) {}

  /** Goods and services tax in whole percent. */
  get gst(): number {
    return parseDecimal(this.settings.gst, 2) / 100;
  }

  read(): Answer {
    const { country, currency, gst } = this.settings;
    return { body: { CurrencySettings: { DefaultCountry: country, DefaultCurrency: currency, Gst_Amt: gst } } };
  }

  /** The write goes by upper-case keys holding lists. */
  update(body: Given): Answer {
    const given = givenList(body.CurrencySettings)[0] ?? body;
    const [gst] = texts(given.GST_AMT);
    if (gst) parseDecimal(gst, 2);
    const { settings } = this;
    settings.country = texts(given.DEFAULTCOUNTRY)[0] ?? settings.country;
    settings.currency = texts(given.DEFAULTCURRENCY)[0] ?? settings.currency;
    settings.gstInControlPanel = texts(given.GST_INC_CPANEL)[0] ?? settings.gstInControlPanel;
    settings.gst = gst ?? settings.gst;
    this.changed();
    return this.read();
  }
}
