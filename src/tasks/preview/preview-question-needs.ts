import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { Frame, type Need } from '../../web/frame.js';

interface Open {
  installation_id: number;
  name: string;
  task: string;
  number: number;
  known: number;
  kind: 'change' | 'missing';
}

/** Questions that no person has answered yet stand among the things that need somebody. */
@Injectable()
export class PreviewQuestionNeeds implements OnModuleInit {
  constructor(
    private readonly frame: Frame,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.frame.contribute({ needs: async (_, store) => (store ? this.needs(store.id) : []) });
  }

  private async needs(storeId: number): Promise<Need[]> {
    const open = await this.database.query<Open>(
      `select i.id as installation_id, i.name, q.task, q.number, q.known, q.kind from (
         select store_id, installation_id, task, changes as number, known, 'change' as kind from change_questions
           where store_id = ? and approved_at is null
         union all
         select store_id, installation_id, task, missing as number, known, 'missing' as kind from missing_questions
           where store_id = ? and approved_at is null) q
       join installations i on i.store_id = q.store_id and i.id = q.installation_id and i.state <> 'uninstalled'
       order by i.id, q.task`,
      [storeId, storeId],
    );
    return open.map(({ installation_id, name, task, number, known, kind }) => ({
      title:
        kind === 'change'
          ? `${name} would change ${number} of ${known}`
          : `${name} no longer lists ${number} of ${known}`,
      detail: 'Look at some of them, then say whether that is right.',
      href: `/installations/${installation_id}/tasks/${task}/question`,
      action: 'Look and decide',
    }));
  }
}
