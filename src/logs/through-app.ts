import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { OwnInstallations } from '../installations/current-installation.js';
import { IdParam } from '../web/id-param.js';

/** A log stands twice: for all apps of the store, and below one of them, which the viewer must be allowed to see. */
@Injectable()
export class ThroughApp implements CanActivate {
  constructor(private readonly installations: OwnInstallations) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request<{ id?: string }>>();
    const { id } = request.params;
    if (id !== undefined) await this.installations.find(request, new IdParam().transform(id));
    return true;
  }
}
