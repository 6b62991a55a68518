/** The company or store at the other end. Its app counts requests per tenant, whichever connection they come by. */
export interface RemoteTenant {
  plugin: string;
  key: string;
}

export interface TenantLimits {
  /** Requests under way at the same time. */
  concurrent: number;
  /** Requests in any sixty seconds. */
  perMinute?: number;
}

/** Where a plugin says nothing: polite, and enough to fetch ahead. */
const CONCURRENT = 4;

export function limitsOf(declared: { concurrent?: number; perMinute?: number }): TenantLimits {
  return { concurrent: Math.max(1, declared.concurrent ?? CONCURRENT), perMinute: declared.perMinute };
}
