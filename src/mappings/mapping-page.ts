import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { hubName, masterWord } from '../installations/advanced/master-words.js';
import { MASTERS, Masters } from '../installations/advanced/masters.service.js';
import { appHeader } from '../installations/app-header.js';
import type { Installation } from '../installations/installation.entity.js';
import { recordWords } from '../installations/record-words.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import { Records } from '../records/records.service.js';
import type { Manifest, MappingManifest } from '../sdk/host/index.js';
import { declarationOf, type Master } from '../sdk/index.js';
import type { PlainRecord } from '../sdk/runtime/index.js';
import { LastSaid, type Said } from './last-said.js';
import { sameValue, shownValue } from './shown-value.js';

const OTHERS_SHOWN = 8;

interface Look {
  /** The record to show, by its key or some of its name. */
  typed: string;
  editable: boolean;
  /** The store's. */
  timeZone: string;
}

/** A mapping, row by row, beside the values of a real record. */
@Injectable()
export class MappingPage {
  constructor(
    private readonly database: Database,
    private readonly plugins: PluginRegistry,
    private readonly records: Records,
    private readonly lastSaid: LastSaid,
    private readonly masters: Masters,
  ) {}

  async all(it: Installation) {
    const manifest = this.plugins.get(it.plugin)?.manifest;
    const changed = await this.masters.changed(it);
    const header = appHeader(it, manifest, 'mappings');
    return {
      title: `Mapping · ${header.name}`,
      header,
      appName: header.name,
      intro: manifest && introOf(manifest),
      mappings: (manifest?.mappings ?? []).map(({ id, title, record, rows }) => ({
        title,
        records: recordWords(record),
        fields: rows.length,
        changed: changed.get(id),
        href: `/installations/${it.id}/mappings/${id}`,
      })),
    };
  }

  async one(it: Installation, manifest: Manifest, mapping: MappingManifest, { typed, editable, timeZone }: Look) {
    const masters = await this.masters.of(it, mapping);
    const [record, ...others] = await this.samples(it, mapping, typed);
    const said = record && (await this.said(it, mapping, record));
    const base = `/installations/${it.id}/mappings`;
    return {
      title: `${mapping.title} · ${it.name}`,
      intro: introOf(manifest),
      header: appHeader(it, manifest, 'mappings'),
      mapping: { id: mapping.id, title: mapping.title, records: recordWords(mapping.record) },
      appName: manifest.name,
      hubName: hubName(manifest),
      back: base,
      advanced: `/installations/${it.id}/advanced`,
      action: `${base}/${mapping.id}`,
      typed,
      record: record && { key: record.key, name: nameOf(record) },
      unfound: !record && typed !== '',
      others: others.slice(0, OTHERS_SHOWN).map((other) => ({
        name: nameOf(other),
        href: `${base}/${mapping.id}?record=${encodeURIComponent(other.key)}`,
      })),
      editable,
      rows: rowsOf(mapping, manifest, masters, timeZone, record, said),
    };
  }

  private async samples(
    { storeId, connectionId }: Installation,
    { record: type }: MappingManifest,
    typed: string,
  ): Promise<PlainRecord[]> {
    if (typed !== '') {
      const [exact] = await this.records.load(storeId, [{ type, key: typed }]);
      const found = await this.records.search(storeId, type, typed, OTHERS_SHOWN + 1);
      return exact ? [exact, ...found.filter(({ id }) => id !== exact.id)] : found;
    }
    if (connectionId === null) return [];
    const row = await this.database.one<{ id: number }>(
      `select r.id from records r force index (by_change) where r.store_id = ? and r.type = ? and r.retired_at is null
         and exists (select 1 from links l where l.store_id = r.store_id and l.record_id = r.id and l.connection_id = ?)
       order by r.changed_at desc, r.id desc limit 1`,
      [storeId, type, connectionId],
    );
    return row ? this.records.byIds(storeId, [row.id]) : [];
  }

  private async said(
    it: Installation,
    { record: type, rows }: MappingManifest,
    record: PlainRecord,
  ): Promise<Said | undefined> {
    const { storeId, id: installationId, connectionId } = it;
    if (connectionId === null) return undefined;
    const fields = rows.map(({ to }) => to);
    const asked = { storeId, installationId, connectionId, type, records: [record], fields, spoken: new Set(fields) };
    return (await this.lastSaid.of(asked)).get(record.id);
  }
}

const introOf = (manifest: Manifest) =>
  `Which field of ${manifest.name} becomes which of ${hubName(manifest)}, and who decides where both say something.`;

function rowsOf(
  mapping: MappingManifest,
  manifest: Manifest,
  masters: Map<string, Master>,
  timeZone: string,
  record?: PlainRecord,
  said?: Said,
) {
  const { key, fields } = declarationOf(mapping.record);
  return mapping.rows.map(({ from, to, label, transform, master: declared }, at) => {
    const master = masters.get(to)!;
    const [app, store] = [said?.values[to], record?.body[to]];
    const known = said !== undefined && to in said.values;
    return {
      at,
      from: from === label || from === '' ? undefined : from,
      label: label === '' ? 'The whole row' : label,
      field: to,
      fieldLabel: fields[to]?.label ?? to,
      transform,
      master,
      masterWord: masterWord(master, manifest),
      isKey: to === key,
      own: master !== declared,
      declaredWord: masterWord(declared, manifest),
      choices: MASTERS.map((value) => ({ value, word: masterWord(value, manifest), checked: value === master })),
      appValue: record && (known ? shownValue(app, fields[to], timeZone) : 'not said yet'),
      recordValue: record && shownValue(store, fields[to], timeZone),
      differs: known && !sameValue(app, store),
    };
  });
}

function nameOf({ type, key, body }: PlainRecord): string {
  const name = body[declarationOf(type).title];
  return typeof name === 'string' && name !== '' && name !== key ? `${key} · ${name}` : key;
}
