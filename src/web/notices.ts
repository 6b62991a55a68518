import type { Request } from 'express';

/** A short message on the next page that says what has happened. */
export interface Notice {
  text: string;
  kind?: 'done' | 'warning' | 'failed';
  /** A button beside it: `{ label: 'Undo', href: '/tasks/7/pause', method: 'DELETE' }` */
  action?: { label: string; href: string; method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE' };
  /** Where it goes on. */
  next?: { label: string; href: string };
}

declare module 'express-session' {
  interface SessionData {
    notices?: Notice[];
  }
}

/** Shows a message on the next page this person sees. */
export function notify(request: Request, notice: string | Notice): void {
  const { session } = request;
  session.notices = [...(session.notices ?? []), typeof notice === 'string' ? { text: notice } : notice];
}

const ICONS = { done: 'circle-check', warning: 'alert-triangle', failed: 'alert-circle' };

export function takeNotices(request: Request): (Notice & { icon: string; kind: string })[] {
  const notices = request.session?.notices ?? [];
  if (notices.length > 0) delete request.session.notices;
  return notices.map((notice) => ({ ...notice, kind: notice.kind ?? 'done', icon: ICONS[notice.kind ?? 'done'] }));
}
