/** The hub's ten price tiers. */
export const TIERS = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J'] as const;
export type Tier = (typeof TIERS)[number];

/** The id of the store's user group that stands for a tier; undefined when the merchant has set none. */
export function groupOf(advanced: Record<string, unknown>, tier: Tier): string | undefined {
  const group = advanced[`group${tier}`];
  return typeof group === 'string' && group.trim() !== '' ? group.trim() : undefined;
}
