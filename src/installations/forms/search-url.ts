import type { FieldManifest } from '../../sdk/host/index.js';
import type { Installation } from '../installation.entity.js';

/** Where the browser asks for values while a person types. */
export function searchUrl({ id }: Pick<Installation, 'id'>, { kind, record, name }: FieldManifest): string | undefined {
  if (kind === 'record') return `/installations/${id}/records/${record}`;
  return kind === 'remote' ? `/installations/${id}/picks/${name}` : undefined;
}
