import type { twin } from 'patchbay/sdk';

/** How the twin's pages look. */
export const LOOK: twin.Look = { app: 'Xero', accent: ['#0b6b9a', '#79c7ee'] };
