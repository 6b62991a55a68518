import { Module, type OnModuleInit } from '@nestjs/common';
import { TasksEngineModule } from '../../tasks/tasks-engine.module.js';
import { Frame, type Need } from '../../web/frame.js';
import { AdvancedAccess } from './access.service.js';
import { AccessRequestsController } from './access-requests.controller.js';
import { AccessRequests, type AnsweredRequest } from './access-requests.service.js';
import { AdvancedController } from './advanced.controller.js';
import { AdvancedForm } from './advanced-form.service.js';
import { AdvancedPage } from './advanced-page.service.js';
import { ConfigurablePlugins } from './configurable-plugins.js';
import { Configuration } from './configuration.service.js';
import { Masters } from './masters.service.js';
import { NumbersLeft } from './numbers-left.service.js';
import { StaffAccessController } from './staff-access.controller.js';
import { VersionsController } from './versions.controller.js';
import { Versions } from './versions.service.js';

/** What staff open to a merchant for one installation, and every version of it. */
@Module({
  imports: [TasksEngineModule],
  controllers: [AdvancedController, VersionsController, AccessRequestsController, StaffAccessController],
  providers: [
    AccessRequests,
    AdvancedAccess,
    AdvancedForm,
    AdvancedPage,
    ConfigurablePlugins,
    Configuration,
    Masters,
    NumbersLeft,
    Versions,
  ],
  exports: [AdvancedAccess, Configuration, Masters, NumbersLeft],
})
export class AdvancedModule implements OnModuleInit {
  constructor(
    private readonly frame: Frame,
    private readonly requests: AccessRequests,
  ) {}

  onModuleInit(): void {
    this.frame.contribute({
      nav: async ({ role }) =>
        role === 'staff'
          ? [
              {
                label: 'Access requests',
                href: '/staff/access-requests',
                icon: 'adjustments-question',
                order: 30,
                count: await this.requests.count(),
              },
            ]
          : [],
      needs: async ({ role }, store) => {
        if (role === 'staff') return askedFor(await this.requests.count());
        return role === 'merchant' && store ? (await this.requests.news(store.id)).map(answered) : [];
      },
    });
  }
}

function answered({ installationId, installation, state, answer }: AnsweredRequest): Need {
  const href = `/installations/${installationId}/advanced`;
  const detail = answer ?? undefined;
  return state === 'opened'
    ? { title: `Advanced configuration of ${installation} is open to you`, detail, href, action: 'Go on' }
    : { title: `You were declined advanced configuration of ${installation}`, detail, href, action: 'See the answer' };
}

function askedFor(count: number): Need[] {
  if (count === 0) return [];
  const title =
    count === 1
      ? 'A merchant asks for an advanced configuration'
      : `${count} requests for an advanced configuration wait`;
  return [{ title, href: '/staff/access-requests', action: 'See and answer' }];
}
