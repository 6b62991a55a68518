import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Authenticator } from 'passport';
import { Frame } from '../web/frame.js';
import { SignedIn } from './access.js';
import { Account } from './account.entity.js';
import { AccountsService } from './accounts.service.js';
import { AuditController } from './audit.controller.js';
import { Audit } from './audit.service.js';
import { AuditEntry } from './audit-entry.entity.js';
import { BookkeepersController } from './bookkeepers/bookkeepers.controller.js';
import { Bookkeepers } from './bookkeepers/bookkeepers.service.js';
import { BookkeepingController } from './bookkeepers/bookkeeping.controller.js';
import { FirstUser } from './first-user.js';
import { PasswordsController } from './passwords.controller.js';
import { PeopleController } from './people.controller.js';
import { ProfileController } from './profile.controller.js';
import { Recognition } from './recognition.js';
import { SignInController } from './sign-in.controller.js';
import { SignIn } from './sign-in.service.js';
import { SignInLimits } from './sign-in-limits.js';
import { StaffAccountsController } from './staff-accounts.controller.js';
import { StaffPeopleController } from './staff-people.controller.js';
import { StaffStoresController } from './staff-stores.controller.js';
import { Store } from './store.entity.js';
import { StoresController } from './stores.controller.js';
import { StoresService } from './stores.service.js';
import { User } from './user.entity.js';
import { UsersService } from './users.service.js';
import { VisitsController } from './visits.controller.js';
import { WelcomeController } from './welcome.controller.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([Account, User, Store, AuditEntry])],
  controllers: [
    SignInController,
    WelcomeController,
    ProfileController,
    StoresController,
    VisitsController,
    BookkeepersController,
    BookkeepingController,
    PeopleController,
    PasswordsController,
    StaffPeopleController,
    StaffAccountsController,
    StaffStoresController,
    AuditController,
  ],
  providers: [
    AccountsService,
    UsersService,
    StoresService,
    Audit,
    Bookkeepers,
    FirstUser,
    Recognition,
    SignIn,
    SignInLimits,
    // One per hub, not the library's global one: two hubs in one process must not mix up their people.
    { provide: Authenticator, useFactory: () => new Authenticator() },
    { provide: APP_GUARD, useClass: SignedIn },
  ],
  exports: [AccountsService, UsersService, StoresService, Audit, Recognition],
})
export class AccountsModule implements OnModuleInit {
  constructor(private readonly frame: Frame) {}

  onModuleInit(): void {
    this.frame.contribute({
      bookkeepers: true,
      nav: ({ role }) => [
        { label: 'Home', href: '/', icon: 'home', order: 0 },
        ...(role === 'merchant'
          ? [{ label: 'Audit trail', href: '/audit', icon: 'history', section: 'admin' as const, order: 90 }]
          : []),
        ...(role === 'staff'
          ? [
              { label: 'People', href: '/staff/people', icon: 'users', order: 10 },
              { label: 'Stores', href: '/staff/stores', icon: 'building-store', order: 15 },
              { label: 'Audit trail', href: '/staff/audit', icon: 'history', section: 'admin' as const, order: 90 },
            ]
          : []),
      ],
    });
  }
}
