import { type PluginUnderTest, pluginUnderTest, type UnderTestOptions } from 'patchbay/sdk/testing';
import xero from '../plugin.js';
import { createSandbox, type XeroSandbox } from '../sandbox/index.js';

export const NOW = Date.UTC(2026, 7, 3, 2);

/** What a merchant of the twin's shop would have answered. */
export const ANSWERS = {
  startDate: '2026-07-01',
  mode: 'individually',
  exportWhen: 'dispatched',
  workflow: 'alone',
  salesAccount: '200',
  shippingAccount: '210',
  surchargeAccount: '211',
  discountAccount: '215',
  vouchersAccount: '830',
  taxedCode: 'OUTPUT',
  untaxedCode: 'EXEMPTOUTPUT',
};

export const MAPS = {
  taxes: { GST: 'OUTPUT', FREE: 'EXEMPTOUTPUT' },
  tracking: { Website: 'Channel: Web shop', eBay: 'Channel: Marketplace' },
};

export interface Opened {
  app: PluginUnderTest;
  twin: XeroSandbox;
}

/** The connector with its twin at the other end. */
export function open(options: UnderTestOptions & { twin?: Parameters<typeof createSandbox>[0] } = {}): Opened {
  const { twin: twinOptions, answers, maps, ...rest } = options;
  const twin = createSandbox({ now: () => NOW, limits: false, ...twinOptions });
  const app = pluginUnderTest(xero, {
    sandbox: twin,
    now: () => NOW,
    answers: { ...ANSWERS, ...answers },
    maps: { ...MAPS, ...maps },
    ...rest,
  });
  return { app, twin };
}
