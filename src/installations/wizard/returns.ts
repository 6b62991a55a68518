import type { Request } from 'express';
import type { Installation } from '../installation.entity.js';

declare module 'express-session' {
  interface SessionData {
    /** Where a person was when something had to be installed first, by installation. */
    returns?: Record<string, string>;
  }
}

/** Brings a person back to the addon they wanted, once what it stands on is set up. */
export const Returns = {
  remember({ session }: Request, { id, plugin }: Installation, back: string): void {
    if (back === `/addons/${plugin}`) return;
    session.returns = { ...session.returns, [id]: back };
  },

  to({ session }: Request, installation: number): string | undefined {
    return session.returns?.[installation];
  },
};
