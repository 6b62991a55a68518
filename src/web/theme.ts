import type { Request } from 'express';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
export const THEME_COOKIE = 'theme';

/** What the person chose on this device; without a choice the stylesheet follows the system by itself. */
export function themeOf(request: Request): Theme {
  const cookie = request.headers.cookie ?? '';
  const chosen = new RegExp(`(?:^|;\\s*)${THEME_COOKIE}=(\\w+)`).exec(cookie)?.[1];
  return THEMES.find((theme) => theme === chosen) ?? 'system';
}
