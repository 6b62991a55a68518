import type { Request } from 'express';

declare module 'express-session' {
  interface SessionData {
    /** Where a person was when something had to be installed first, by installation. */
    returns?: Record<string, string>;
  }
}

/** Brings a person back to the addon they wanted, once what it stands on is set up. */
export const Returns = {
  remember({ session }: Request, installation: number, back: string): void {
    session.returns = { ...session.returns, [installation]: back };
  },

  to({ session }: Request, installation: number): string | undefined {
    return session.returns?.[installation];
  },
};
