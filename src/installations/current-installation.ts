import {
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  NotFoundException,
} from '@nestjs/common';
import type { Request } from 'express';
import type { Store } from '../accounts/store.entity.js';
import { Database } from '../database/database.js';
import { IdParam } from '../web/id-param.js';
import { Installation, type InstallationState } from './installation.entity.js';

declare global {
  namespace Express {
    interface Request {
      /** The one the address names, if the viewer may see it. */
      installation?: Installation;
    }
  }
}

interface Row {
  store_id: number;
  id: number;
  plugin: string;
  name: string;
  state: InstallationState;
  step: number;
  connection_id: number | null;
  answers: Record<string, unknown>;
  picked: Installation['picked'];
  advanced: Record<string, unknown>;
  advanced_open: number;
  draft: Installation['draft'];
  paused_at: Date | null;
  paused_because: string | null;
  live_at: Date | null;
  created_at: Date;
}

/** Finds installations through the stores of the person who asks: what they may not see does not exist. */
@Injectable()
export class OwnInstallations {
  constructor(private readonly database: Database) {}

  /** Notes what it finds on the request, whose page then stands in that installation's store. */
  async find(request: Request, id: number): Promise<Installation> {
    const stores = storesOf(request);
    const row = await this.database.one<Row>('select * from installations where id = ? and store_id in (?)', [
      id,
      [0, ...stores.map((store) => store.id)],
    ]);
    if (!row) throw new NotFoundException();
    request.store = stores.find((store) => store.id === row.store_id);
    request.installation = installationOf(row);
    return request.installation;
  }
}

/** On controllers below `installations/:id`: lets only those in who may see it, and makes it the `@CurrentInstallation()`. */
@Injectable()
export class ThroughInstallation implements CanActivate {
  constructor(private readonly installations: OwnInstallations) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request<{ id: string }>>();
    await this.installations.find(request, new IdParam().transform(request.params.id));
    return true;
  }
}

/** The installation that `ThroughInstallation` let in. */
export const CurrentInstallation = createParamDecorator((_: unknown, context: ExecutionContext): Installation => {
  const { installation } = context.switchToHttp().getRequest<Request>();
  if (!installation) throw new NotFoundException();
  return installation;
});

/** A merchant's own; for staff the one they visit. */
function storesOf({ stores = [], store }: Request): Store[] {
  return store && !stores.some(({ id }) => id === store.id) ? [...stores, store] : stores;
}

function installationOf(row: Row): Installation {
  return Object.assign(new Installation(), {
    storeId: row.store_id,
    id: row.id,
    plugin: row.plugin,
    name: row.name,
    state: row.state,
    step: row.step,
    connectionId: row.connection_id,
    answers: row.answers,
    picked: row.picked,
    advanced: row.advanced,
    advancedOpen: Boolean(row.advanced_open),
    draft: row.draft,
    pausedAt: row.paused_at,
    pausedBecause: row.paused_because,
    liveAt: row.live_at,
    createdAt: row.created_at,
  });
}
