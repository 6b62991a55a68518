import {
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  NotFoundException,
  SetMetadata,
  UnauthorizedException,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import type { Store } from './store.entity.js';
import type { Role, User } from './user.entity.js';

// Within `namespace Express` the name User means passport's empty one.
type Person = User;

declare global {
  namespace Express {
    interface Request {
      viewer?: Person;
      /** The viewer's own stores, by name. */
      stores?: Store[];
      /** The store the viewer is in. For staff only while they visit one. */
      store?: Store;
    }
  }
}

const PUBLIC = 'access:public';
const ROLES = 'access:roles';

/** Opens a page to people who have not signed in. Everything else is closed to them. */
export const Public = () => SetMetadata(PUBLIC, true);

/** Only these roles; to everybody else the page does not exist. */
export const Roles = (...roles: Role[]) => SetMetadata(ROLES, roles);

/** The person who asks. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): User => {
  const viewer = context.switchToHttp().getRequest<Request>().viewer;
  if (!viewer) throw new UnauthorizedException();
  return viewer;
});

/** The store the person is in; without one the page does not exist. */
export const CurrentStore = createParamDecorator((_: unknown, context: ExecutionContext): Store => {
  const store = context.switchToHttp().getRequest<Request>().store;
  if (!store) throw new NotFoundException();
  return store;
});

/** Stands at every door: may this person enter? */
@Injectable()
export class SignedIn implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const { viewer } = context.switchToHttp().getRequest<Request>();
    if (this.about<boolean>(PUBLIC, context)) return true;
    if (!viewer) throw new UnauthorizedException();
    const roles = this.about<Role[]>(ROLES, context);
    if (roles && !roles.includes(viewer.role)) throw new NotFoundException();
    return true;
  }

  private about<T>(key: string, context: ExecutionContext): T | undefined {
    return this.reflector.getAllAndOverride<T>(key, [context.getHandler(), context.getClass()]);
  }
}
