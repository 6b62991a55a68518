import type { Request } from 'express';
import type { Settings } from '../settings/settings.js';

/** Where people and other systems reach this hub, without a slash at its end. */
export function hubAddress({ publicUrl }: Pick<Settings, 'publicUrl'>, request: Request): string {
  return (publicUrl ?? `${request.protocol}://${request.get('host')}`).replace(/\/$/, '');
}
