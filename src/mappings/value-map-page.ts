import { Injectable } from '@nestjs/common';
import { appHeader } from '../installations/app-header.js';
import type { Installation } from '../installations/installation.entity.js';
import { recordWords } from '../installations/record-words.js';
import { Unmapped } from '../installations/unmapped.service.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import type { Manifest } from '../sdk/host/index.js';
import type { ValueMap } from '../sdk/index.js';
import { type AppValue, AppValues } from './app-values.js';
import { referencesOf } from './references.js';
import { sameText, suggestions } from './suggestions.js';
import { type Answer, type Pair, ValueMaps } from './value-maps.service.js';
import { WaitingRecords } from './waiting-records.js';

/** A longer list of choices would be repeated in each row: then one shared list is searched by typing. */
const CHOICES_PER_ROW = 150;
export const ROWS_A_PAGE = 100;

export interface Place {
  after?: string;
  openOnly?: boolean;
}

/** What was sent in and can't be kept as it is. */
export interface Refused {
  answers: Answer[];
  wrong: Map<string, string>;
}

/** The page of a value map. */
@Injectable()
export class ValueMapPage {
  constructor(
    private readonly plugins: PluginRegistry,
    private readonly maps: ValueMaps,
    private readonly appValues: AppValues,
    private readonly unmapped: Unmapped,
    private readonly waiting: WaitingRecords,
  ) {}

  async data(it: Installation, map: ValueMap, place: Place, refused?: Refused) {
    const { manifest } = this.plugins.get(it.plugin)!;
    const [count] = await this.unmapped.counts(it, [map]);
    const found = await this.maps.pairs(it, map, { ...place, limit: ROWS_A_PAGE + 1 });
    const pairs = found.slice(0, ROWS_A_PAGE);
    const app = await this.choices(it, map);
    const base = `/installations/${it.id}/maps/${map.id}`;
    return {
      title: `${map.title} · ${it.name}`,
      header: appHeader(it, manifest, 'setup'),
      map: {
        ...map,
        total: count!.total,
        unmapped: count!.unmapped,
        mapped: count!.total - count!.unmapped,
        open: count!.open,
        waitedFor: map.required || map.awaited,
      },
      appName: manifest.name,
      action: base,
      back: `/installations/${it.id}/setup`,
      after: place.after,
      rows: await this.rows(it, manifest, map, pairs, app, refused),
      list: app.length > CHOICES_PER_ROW ? app : undefined,
      lacking: lacking(map, app, manifest.name),
      wrongCount: refused?.wrong.size,
      openOnly: place.openOnly,
      openHref: `${base}?open=1`,
      allHref: base,
      older: found.length > ROWS_A_PAGE ? `${base}?after=${encodeURIComponent(pairs.at(-1)!.value)}` : undefined,
      newest: place.after === undefined ? undefined : base,
    };
  }

  choices(it: Installation, { app }: ValueMap): Promise<AppValue[]> {
    return 'records' in app ? this.appValues.of(it, app.records) : Promise.resolve([]);
  }

  private async rows(
    it: Installation,
    manifest: Manifest,
    map: ValueMap,
    pairs: Pair[],
    app: AppValue[],
    refused?: Refused,
  ) {
    const open = pairs.filter(({ appValue }) => appValue === null);
    const used = map.unique ? await this.maps.allUsed(it, map) : new Set<string>();
    const suggested = 'text' in map.app ? sameText(open, map.app.text.maxLength) : suggestions(open, app, used);
    const waiting = await this.waiting.count(
      it,
      referencesOf(map, manifest),
      open.map(({ value }) => value),
    );
    const answered = new Map(refused?.answers.map((answer) => [answer.value, answer]));
    return pairs.map((pair, at) => {
      const answer = answered.get(pair.value);
      // What counts only once it is ticked may stand there again.
      const isOffered = map.confirm === undefined ? !answer && !refused : !answer?.appValue;
      const suggestion = isOffered ? suggested.get(pair.value) : undefined;
      const shown = suggestion ?? answer?.appValue ?? pair.appValue ?? '';
      return {
        at,
        ...pair,
        code: pair.label === pair.value ? undefined : pair.value,
        open: pair.appValue === null,
        shown,
        suggestion: pair.appValue === null ? suggestion : undefined,
        ticked: answer?.confirmed ?? pair.confirmed,
        error: refused?.wrong.get(pair.value),
        waiting: waiting.get(pair.value),
        options: 'records' in map.app && app.length <= CHOICES_PER_ROW ? optionsOf(app, shown) : undefined,
        maxLength: 'text' in map.app ? map.app.text.maxLength : 191,
        counted: 'text' in map.app,
        describedBy: describedBy(at, map, refused?.wrong.has(pair.value)),
      };
    });
  }
}

/** A longer key is one that machines made. */
const TELLING_KEY = 20;

function optionsOf(app: AppValue[], shown: string) {
  const names = app.map(({ label }) => label);
  const options = app.map(({ value, label }) => {
    const isPlain =
      label === value || (value.length > TELLING_KEY && names.indexOf(label) === names.lastIndexOf(label));
    return { value, label: isPlain ? label : `${label} (${value})`, selected: value === shown };
  });
  if (shown === '' || options.some(({ selected }) => selected)) return options;
  return [...options, { value: shown, label: `${shown} (no longer there)`, selected: true }];
}

function describedBy(at: number, map: ValueMap, wrong = false): string | undefined {
  const parts = [wrong && `error-${at}`, 'text' in map.app && `length-${at}`].filter(Boolean);
  return parts.length > 0 ? parts.join(' ') : undefined;
}

/** Nothing to choose from yet: the import that brings it has not run. */
function lacking({ app }: ValueMap, choices: AppValue[], appName: string): string | undefined {
  if (!('records' in app) || choices.length > 0) return undefined;
  return `No ${recordWords(app.records)} of ${appName} are here yet. Run the import that brings them in, then come back.`;
}
