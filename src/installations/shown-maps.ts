import type { MapCount } from './unmapped.service.js';

export interface ShownMap {
  title: string;
  help: string;
  total: number;
  unmapped: number;
  open: boolean;
  word: string;
  href: string;
}

/** Value maps that have something to map, and apart from them the others; where none has anything, all of them. */
export function shownMaps(installationId: number, counts: MapCount[]): { maps: ShownMap[]; idleMaps: ShownMap[] } {
  const all = counts.map(
    ({ map, total, unmapped, open }): ShownMap => ({
      title: map.title,
      help: map.help,
      total,
      unmapped,
      open,
      word: open ? `${unmapped} not mapped` : `Optional, ${total - unmapped} of ${total} mapped`,
      href: `/installations/${installationId}/maps/${map.id}`,
    }),
  );
  const busy = all.filter(({ total }) => total > 0);
  return busy.length === 0
    ? { maps: all, idleMaps: [] }
    : { maps: busy, idleMaps: all.filter(({ total }) => total === 0) };
}
