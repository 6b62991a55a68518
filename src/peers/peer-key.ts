const MARK = 'peer-store:';

/** How a store is named as the tenant of a connection. No app names its tenants so. */
export const tenantKeyOf = (storeId: number): string => `${MARK}${storeId}`;

/** What every such key begins with. */
export const PEER_KEYS = `${MARK}%`;
