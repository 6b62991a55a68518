import { createParamDecorator, type ExecutionContext, NotFoundException } from '@nestjs/common';
import type { Request } from 'express';
import type { Store } from '../accounts/store.entity.js';
import type { Installation } from '../installations/installation.entity.js';

/** Which log somebody looks at: the store's or one app's, and what they filter by. */
export interface AskedLog {
  store: Store;
  installation?: Installation;
  query: Record<string, unknown>;
}

export const AskedLog = createParamDecorator((_: unknown, context: ExecutionContext): AskedLog => {
  const { store, installation, query } = context.switchToHttp().getRequest<Request>();
  if (!store) throw new NotFoundException();
  return { store, installation, query };
});
