import { Injectable, Logger, NotFoundException } from '@nestjs/common';
import type { Store } from '../../accounts/store.entity.js';
import { Exchanges } from '../../connections/exchanges/exchanges.service.js';
import { appHeader } from '../../installations/app-header.js';
import type { Installation } from '../../installations/installation.entity.js';
import { placesNamed } from '../../installations/places-named.js';
import { LogApps } from '../../logs/log-apps.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import { Settings } from '../../settings/settings.js';
import { webAddress } from '../../web/web-address.js';
import type { Line } from '../lines.js';
import type { ShipmentRow } from '../shipment.js';
import { ShipmentStore } from '../shipments.store.js';
import { type Difference, Differences, type Offer } from './difference.service.js';
import { ExportHistory } from './export-history.service.js';
import { type ExportLine, ExportLines } from './export-lines.service.js';
import { inPlainWords, mayBe, reexportWord } from './line-words.js';
import { shownExchange } from './shown-exchange.js';
import { hrefOf, ShownLines } from './shown-lines.service.js';

const TRIES_A_PAGE = 20;
const MEMBERS_SHOWN = 100;

/** Everything about one line of the export log. */
@Injectable()
export class LinePage {
  private readonly log = new Logger('transactions');

  constructor(
    private readonly lines: ExportLines,
    private readonly shown: ShownLines,
    private readonly logApps: LogApps,
    private readonly shipments: ShipmentStore,
    private readonly history: ExportHistory,
    private readonly exchanges: Exchanges,
    private readonly differences: Differences,
    private readonly plugins: PluginRegistry,
    private readonly settings: Settings,
  ) {}

  async data(store: Store, installation: Installation, key: Line, before?: number) {
    const [line] = await this.lines.those(store.id, [key]);
    if (!line) throw new NotFoundException();
    const apps = await this.logApps.of(store.id);
    const app = apps.get(installation.id)!;
    const [[shown], shipments, tries] = await Promise.all([
      this.shown.of(store.id, apps, [line]),
      this.shipments.carrying({ storeId: store.id, installationId: installation.id, task: key.task }, [key.recordId]),
      this.history.of(store.id, key, TRIES_A_PAGE + 1, before),
    ]);
    const href = hrefOf(line);
    const manifest = this.plugins.get(installation.plugin)?.manifest;
    // Words of state 'expected' quote it already.
    const message = line.state === 'expected' || line.state === 'exported' ? null : line.reason;
    return {
      title: `${shown!.type} ${shown!.number}`,
      header: appHeader(installation, manifest, 'logs'),
      back: `/installations/${installation.id}/logs/exports`,
      href,
      line: shown,
      date: line.date,
      chosenDay: line.chosen_day,
      words: inPlainWords(line, app, shipments.length),
      message,
      places: message ? placesNamed(message, installation, manifest) : [],
      acts: actsFor(line, shipments),
      appName: app.app,
      shipments: shipments.map((shipment) => shownShipment(shipment, line)),
      said: shipments.length === 0 ? await this.lines.said(store.id, key) : undefined,
      ...(line.state === 'changed' && (await this.compare(installation, key, shipments))),
      tries: tries.slice(0, TRIES_A_PAGE),
      older: tries.length > TRIES_A_PAGE ? `${href}?before=${tries[TRIES_A_PAGE - 1]!.id}` : undefined,
      newest: before === undefined ? undefined : href,
      latest: await this.latestExchange(store.id, tries),
      retentionDays: this.settings.logRetentionDays,
    };
  }

  /** The page is still worth its while when a connector can't be asked. */
  private async compare(
    installation: Installation,
    key: Line,
    shipments: ShipmentRow[],
  ): Promise<{ differences?: Difference[]; offer?: Offer; incomparable?: string }> {
    try {
      return await this.differences.of(installation, key, shipments);
    } catch (error) {
      this.log.warn('a line could not be compared with its record', { ...key, error });
      return { incomparable: error instanceof Error ? error.message : String(error) };
    }
  }

  private async latestExchange(storeId: number, tries: { exchange: number | null }[]) {
    const id = tries.find(({ exchange }) => exchange !== null)?.exchange;
    const exchange = id && (await this.exchanges.read(storeId, id));
    return exchange ? shownExchange(exchange) : undefined;
  }
}

function actsFor(line: ExportLine, shipments: ShipmentRow[]) {
  return {
    reexport: mayBe('reexport', line) && reexportWord(line),
    expect: mayBe('expect', line),
    leave: mayBe('leave', line),
    dated: mayBe('dated', line) && line.offered_day,
    anew: mayBe('anew', line) && shipments.some(({ state }) => state === 'needs-person'),
  };
}

function shownShipment(shipment: ShipmentRow, { installation_id, task, record_id }: ExportLine) {
  const { id, reference, summary, steps, done, number, url, members, payload, prepared } = shipment;
  const all = [...new Set([...Object.keys(done), ...steps])];
  const others = members.filter(({ recordId }) => recordId !== record_id);
  return {
    id,
    reference,
    summary,
    number,
    url: webAddress(url),
    steps: all.map((step) => ({ word: step.replaceAll('-', ' '), done: Object.hasOwn(done, step) })),
    begun: Object.keys(done).length > 0,
    payload,
    prepared: prepared ?? undefined,
    batchOf: members.length > 1 ? members.length : undefined,
    members: others.slice(0, MEMBERS_SHOWN).map(({ recordId, key }) => {
      return { number: key, href: `/logs/exports/${installation_id}/${task}/${recordId}` };
    }),
    moreMembers: Math.max(0, others.length - MEMBERS_SHOWN),
  };
}
