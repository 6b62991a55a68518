import { type CanActivate, type ExecutionContext, Injectable, NotFoundException } from '@nestjs/common';
import type { Request } from 'express';

/** What has been uninstalled can be read in its logs, but not set up any more. Stands behind `ThroughInstallation`. */
@Injectable()
export class StillInstalled implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { installation } = context.switchToHttp().getRequest<Request>();
    if (!installation || installation.state === 'uninstalled') throw new NotFoundException();
    return true;
  }
}
