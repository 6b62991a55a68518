import { Injectable } from '@nestjs/common';
import { type SealedColumn, Seals } from '../../connections/seals/seals.js';
import { Database } from '../../database/database.js';
import type { FieldManifest } from '../../sdk/host/index.js';
import type { Installation } from '../installation.entity.js';

const COLUMN: SealedColumn = { table: 'installations', column: 'secrets', key: ['store_id', 'id'] };

/** Answers that are never shown again. They lie sealed and are not among those that a plugin sees. */
@Injectable()
export class SecretAnswers {
  constructor(
    private readonly database: Database,
    private readonly seals: Seals,
  ) {
    seals.register(COLUMN);
  }

  /** The names of those that are kept. */
  async names(installation: Installation): Promise<string[]> {
    return Object.keys(await this.all(installation));
  }

  /** Takes the secrets out of what was typed and keeps them; empty ones stay as they were. */
  async keep(installation: Installation, fields: FieldManifest[], answers: Record<string, unknown>): Promise<void> {
    const given = fields
      .filter(({ kind, name }) => kind === 'secret' && typeof answers[name] === 'string')
      .map(({ name }) => [name, answers[name]] as const);
    if (given.length === 0) return;
    const { storeId, id } = installation;
    const all = { ...(await this.all(installation)), ...Object.fromEntries(given) };
    await this.database.run('update installations set secrets = ? where store_id = ? and id = ?', [
      this.seals.seal(JSON.stringify(all), COLUMN, [storeId, id]),
      storeId,
      id,
    ]);
  }

  private async all({ storeId, id }: Installation): Promise<Record<string, string>> {
    const row = await this.database.one<{ secrets: Buffer | null }>(
      'select secrets from installations where store_id = ? and id = ?',
      [storeId, id],
    );
    if (!row?.secrets) return {};
    return JSON.parse(await this.seals.open(row.secrets, COLUMN, [storeId, id])) as Record<string, string>;
  }
}
