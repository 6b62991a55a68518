import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { Frame, type Need } from '../../web/frame.js';

/** Addons whose first imports are through wait for a person: until then nothing of them is written anywhere. */
@Injectable()
export class GoLiveNeeds implements OnModuleInit {
  constructor(
    private readonly frame: Frame,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.frame.contribute({ needs: async (_, store) => (store ? this.needs(store.id) : []) });
  }

  private async needs(storeId: number): Promise<Need[]> {
    const waiting = await this.database.query<{ id: number; name: string }>(
      `select i.id, i.name from installations i where i.store_id = ? and i.state = 'importing'
         and exists (select 1 from schedules s where s.store_id = i.store_id and s.installation_id = i.id and s.first_done_at is not null)
       order by i.id`,
      [storeId],
    );
    return waiting.map(({ id, name }) => ({
      title: `${name} is not live yet`,
      detail: 'Look at what it will send, then let it begin.',
      href: `/installations/${id}/go-live`,
      action: 'Look and go live',
    }));
  }
}
