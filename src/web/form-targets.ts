import type { Response } from 'express';

/** Lets the forms of one page lead to another place too: a browser asks before it follows a form's redirect. */
export function allowFormsTo(response: Response, { origin }: URL): void {
  const policy = String(response.getHeader('content-security-policy') ?? '');
  response.setHeader('content-security-policy', policy.replace("form-action 'self'", `form-action 'self' ${origin}`));
}
