import { type PluginUnderTest, pluginUnderTest, type UnderTestOptions } from 'patchbay/sdk/testing';
import unleashed from '../plugin.js';
import { createSandbox, type UnleashedSandbox } from '../sandbox/index.js';

export const NOW = Date.UTC(2026, 7, 3, 2);

/** What a merchant of the twin's shop would have answered. */
export const ANSWERS = {
  startDate: '2026-07-01',
  mode: 'individually',
  exportWhen: 'dispatched',
  workflow: 'unleashed-posts',
  taxedCode: 'OUTPUT',
  untaxedCode: 'EXEMPTOUTPUT',
  shippingProduct: 'SHIPPING',
  surchargeProduct: 'SURCHARGE',
  discountProduct: 'DISCOUNT',
  roundingProduct: 'ROUNDING',
};

export const MAPS = {
  warehouses: { brunswick: 'MAIN', marrickville: 'EAST' },
  taxes: { GST: 'OUTPUT', FREE: 'EXEMPTOUTPUT' },
  'return-reasons': { 'Changed my mind': 'Change of mind', 'Broken on arrival': 'Faulty', Other: 'Not in the app' },
};

/** The connector with its twin at the other end. */
export function open(options: UnderTestOptions & { twin?: Parameters<typeof createSandbox>[0] } = {}): {
  app: PluginUnderTest;
  twin: UnleashedSandbox;
} {
  const { twin: twinOptions, answers, maps, ...rest } = options;
  const twin = createSandbox({ now: () => NOW, ...twinOptions });
  const app = pluginUnderTest(unleashed, {
    sandbox: twin,
    now: () => NOW,
    answers: { ...ANSWERS, ...answers },
    maps: { ...MAPS, ...maps },
    ...rest,
  });
  return { app, twin };
}
