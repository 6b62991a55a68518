import type { Request } from 'express';
import type { Settings } from '../settings/settings.js';

/** Where people and other systems reach this hub, without a slash at its end. Where nobody asks, there is only what is set. */
export function hubAddress({ publicUrl, port }: Pick<Settings, 'publicUrl' | 'port'>, request?: Request): string {
  const here = request ? `${request.protocol}://${request.get('host')}` : `http://localhost:${port}`;
  return (publicUrl ?? here).replace(/\/$/, '');
}
