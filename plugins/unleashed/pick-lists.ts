import type { Context, PickOption } from 'patchbay/sdk';
import type { UnleashedApi } from './client.js';

type Asking = Context & { api: UnleashedApi };

export const pickLists = {
  async 'tax-codes'({ api }: Asking, search: string): Promise<PickOption[]> {
    const usable = (await api.taxes()).filter((tax) => !tax.Obsolete && tax.CanApplyToRevenue !== false);
    return usable
      .map(({ TaxCode: value, Description: name = '' }) => ({ value, label: `${value} – ${name}` }))
      .filter(({ label }) => label.toLowerCase().includes(search.trim().toLowerCase()));
  },

  async products({ api }: Asking, search: string): Promise<PickOption[]> {
    // A charge is a product that never diminishes: these are what the wizard asks for, so they come first.
    const found = (await api.productsLike(search.trim())).sort(
      (a, b) => Number(b.NeverDiminishing ?? false) - Number(a.NeverDiminishing ?? false),
    );
    return found.map(({ ProductCode: value, ProductDescription: name = '' }) => ({
      value,
      label: `${value} – ${name}`,
    }));
  },
};
