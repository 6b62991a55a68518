/** Below this only machines call: no session, no form token, bodies as raw bytes, answers without pages. */
export const MACHINE_DOOR = '/webhooks';
