import type { Peer } from '../../peers/peer-stores.service.js';
import type { FieldView } from '../forms/field-view.js';

/** The stores that may be chosen, as the cards of one field; undefined where there are none. */
export function peersShown(
  peers: (Peer & { warning?: string })[],
  chosen: string | undefined,
  error: string | undefined,
): FieldView | undefined {
  if (peers.length === 0) return undefined;
  const id = 'credential-store';
  return {
    control: 'cards',
    id,
    name: 'store',
    label: 'Store',
    error,
    optional: false,
    required: true,
    describedBy: error ? `${id}-error` : '',
    cards: peers.map(({ id: store, name, owner, warning }) => ({
      id: `${id}-${store}`,
      value: String(store),
      label: name,
      help: owner ? `Shared by ${owner}` : undefined,
      warning,
      checked: String(store) === chosen || peers.length === 1,
    })),
  };
}
