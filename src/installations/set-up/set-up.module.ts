import { Module, type OnModuleInit } from '@nestjs/common';
import { Frame, type Need } from '../../web/frame.js';
import { SetUpOffer } from './set-up-offer.service.js';
import { SetUpRequests } from './set-up-requests.service.js';
import { SetUpsController } from './set-ups.controller.js';
import { StaffSetUpsController } from './staff-set-ups.controller.js';

/** *We set it up for you*: what is asked, and who does it. */
@Module({
  controllers: [SetUpsController, StaffSetUpsController],
  providers: [SetUpOffer, SetUpRequests],
  exports: [SetUpOffer],
})
export class SetUpModule implements OnModuleInit {
  constructor(
    private readonly frame: Frame,
    private readonly requests: SetUpRequests,
  ) {}

  onModuleInit(): void {
    this.frame.contribute({
      nav: async ({ role }) =>
        role === 'staff'
          ? [
              {
                label: 'Set-up requests',
                href: '/staff/set-ups',
                icon: 'tool',
                order: 31,
                count: await this.requests.waiting(),
              },
            ]
          : [],
      needs: async ({ role }) => (role === 'staff' ? askedFor(await this.requests.waiting()) : []),
    });
  }
}

function askedFor(count: number): Need[] {
  if (count === 0) return [];
  const title = count === 1 ? 'A merchant asks for an addon to be set up' : `${count} requests to set an addon up wait`;
  return [{ title, href: '/staff/set-ups', action: 'See and answer' }];
}
