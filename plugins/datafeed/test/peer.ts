import type { PeerOverlap, PeerRecord, Sandbox } from 'patchbay/sdk';

/** Another store as the hub would show it: what a test says it holds. */
export function peerTwin(
  records: Record<string, (Pick<PeerRecord, 'id' | 'key' | 'body'> & Partial<PeerRecord>)[]>,
  newest: Partial<PeerOverlap['newest']> = {},
): Sandbox {
  return {
    credentials: { store: '2' },
    revision: 0,
    snapshot: () => ({}),
    async handle(request) {
      const { pathname, searchParams } = new URL(request.url);
      const [, noun, type = ''] = pathname.split('/');
      if (noun === 'store') {
        const store = { key: 'peer-store:2', name: 'Outlet', timeZone: 'Australia/Sydney', currency: 'AUD' };
        return Response.json({ ...store, taxInclusive: true });
      }
      const rows = (records[type] ?? []).map((row) => ({ taken: false, orderTaken: false, names: {}, ...row }));
      if (noun === 'overlap') {
        const taken = rows.filter((row) => row.taken).map(({ key }) => key);
        return Response.json({ count: taken.length, examples: taken.slice(0, 5), newest: { fed: [], ...newest } });
      }
      const from = Number(searchParams.get('after') ?? 0);
      const page = rows.slice(from, from + 2);
      return Response.json({ rows: page, next: from + 2 < rows.length ? String(from + 2) : undefined });
    },
  };
}
