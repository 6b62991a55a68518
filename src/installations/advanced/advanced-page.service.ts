import { Injectable } from '@nestjs/common';
import type { User } from '../../accounts/user.entity.js';
import type { LoadedPlugin } from '../../plugins/loaded-plugin.js';
import type { Manifest } from '../../sdk/host/index.js';
import { declarationOf, type Master } from '../../sdk/index.js';
import { emptyForm, type FormState } from '../../web/form-errors.js';
import { appHeader, lostOf } from '../app-header.js';
import { Connecting } from '../connect/connecting.service.js';
import { groupsOf } from '../forms/field-view.js';
import { answerInWords } from '../forms/in-words.js';
import { PickLists } from '../forms/pick-lists.service.js';
import { searchUrl } from '../forms/search-url.js';
import type { Installation } from '../installation.entity.js';
import { AdvancedAccess } from './access.service.js';
import { AccessRequests } from './access-requests.service.js';
import { type ChangedMeanwhile, Configuration, type Current } from './configuration.service.js';
import { type ShownDifference, shownDifferences, usualWord } from './in-words.js';
import { masterWord } from './master-words.js';
import { MASTERS } from './masters.service.js';
import type { NumbersOut } from './numbers-left.service.js';
import { DEFAULTS, differences, effective, type Snapshot } from './snapshot.js';
import { Versions } from './versions.service.js';

/** For whoever has no fields before them. */
const SUBJECT = 'How numbers begin, who decides each field, and what else most stores leave as it is.';

/** What is shown besides what holds. */
export interface Shown {
  /** As typed, when it comes back. */
  form?: FormState;
  /** What is in the fields, saved or not. */
  snapshot: Snapshot;
  base: number;
  from?: number;
  note?: string;
  warnings?: Record<string, string>;
  numbers?: NumbersOut[];
  meanwhile?: ChangedMeanwhile;
}

/** The advanced configuration's page, whatever a person may do with it. */
@Injectable()
export class AdvancedPage {
  constructor(
    private readonly configuration: Configuration,
    private readonly versions: Versions,
    private readonly access: AdvancedAccess,
    private readonly requests: AccessRequests,
    private readonly lists: PickLists,
    private readonly connecting: Connecting,
  ) {}

  /** `shown`: what is being edited; absent, what holds. */
  async data(it: Installation, plugin: LoadedPlugin, viewer: User, currency?: string, shown?: Shown) {
    const { manifest } = plugin;
    const current = await this.configuration.current(it);
    const reach = this.access.reach(it, viewer, current.number);
    const editing = shown ?? { snapshot: current, base: current.number };
    const editor = reach === 'editable' ? await this.editor(it, plugin, editing, currency) : undefined;
    // Its lists may just have shown that the app no longer accepts us.
    const connection = await this.connecting.current(it);
    return {
      title: `Advanced configuration · ${it.name}`,
      intro: reach === 'editable' ? 'For those who know why. What is grey is as the addon has it.' : SUBJECT,
      header: appHeader(it, manifest, 'setup', connection),
      lost: lostOf(it, manifest, connection),
      installation: { id: it.id, name: it.name, open: it.advancedOpen },
      appName: manifest.name,
      setup: `/installations/${it.id}/setup`,
      action: `/installations/${it.id}/advanced`,
      reach,
      editable: reach === 'editable',
      offered: reach === 'offered',
      closed: reach === 'closed',
      readOnly: reach === 'read-only',
      byStaff: viewer.role === 'staff',
      request: await this.request(it, reach),
      version: await this.newest(it, current),
      ...editor,
      changes: shownDifferences(differences(DEFAULTS, current), manifest),
    };
  }

  private async newest(it: Installation, { number }: Current) {
    const version = number === 0 ? undefined : await this.versions.one(it, number);
    return version && { ...version, history: `/installations/${it.id}/advanced/versions` };
  }

  /** What was asked and answered, as long as it says something about how things are. */
  private async request(it: Installation, reach: string) {
    if (reach === 'editable') return undefined;
    const latest = await this.requests.latest(it);
    const told = latest && (latest.state === 'pending' || latest.state === 'declined');
    return {
      opened: latest?.state === 'opened' && latest.answer ? latest : undefined,
      action: `/installations/${it.id}/access-requests`,
      pending: latest?.state === 'pending' ? latest : undefined,
      declined: told && latest.state === 'declined' ? latest : undefined,
    };
  }

  private async editor(it: Installation, plugin: LoadedPlugin, shown: Shown, currency?: string) {
    const { manifest } = plugin;
    const fields = manifest.advanced;
    const { snapshot, meanwhile, warnings = {}, numbers = [] } = shown;
    const form = shown.form ?? emptyForm(effective(fields, snapshot.own));
    const theirs = meanwhile ? shownDifferences(differences(meanwhile.base, meanwhile.latest), manifest) : [];
    const groups = groupsOf(fields, {
      form,
      others: it.answers,
      workflows: {},
      lists: await this.lists.behind(it, plugin, fields),
      kept: [],
      warnings,
      searchUrl: (field) => searchUrl(it, field),
      currency,
    });
    return {
      form,
      base: shown.base,
      from: shown.from,
      fromDefaults: shown.from === 0,
      note: shown.note ?? '',
      groups: groups.map(({ title, fields: views }) => ({
        title,
        fields: views.map((view) => ({
          ...view,
          isOwn: view.name in snapshot.own,
          usual: usualWord(fields.find(({ name }) => name === view.name)!),
          answered: answeredInWizard(view.name, manifest, it),
          theirs: savedBy(theirs, 'own', view.name),
        })),
      })),
      mappings: mastersShown(manifest, snapshot.masters, theirs),
      warned: Object.keys(warnings).length > 0,
      numbers: numbers.map((out) => ({ ...out, name: `_numbers.${out.field}` })),
      meanwhile: meanwhile && { latest: meanwhile.latest, changes: theirs },
    };
  }
}

/** What the wizard's answer of the same name says: it holds wherever the field is left empty. */
function answeredInWizard(name: string, { wizard }: Manifest, { answers, picked }: Installation) {
  const step = wizard.find(({ fields }) => fields.some((field) => field.name === name));
  const value = answers[name];
  if (!step || value === undefined || value === null || value === '') return undefined;
  const field = step.fields.find((candidate) => candidate.name === name)!;
  return { value: answerInWords(field, value, picked?.[name]), step: step.title };
}

/** What somebody else has saved meanwhile for this one. */
function savedBy(theirs: ShownDifference[], of: ShownDifference['of'], name: string): string | undefined {
  return theirs.find((change) => change.of === of && change.name === name)?.after;
}

function mastersShown(manifest: Manifest, own: Snapshot['masters'], theirs: ShownDifference[]) {
  return manifest.mappings.flatMap(({ id, title, record, rows }) => {
    const { key, fields } = declarationOf(record);
    const choosable = rows.filter(({ to }) => to !== key);
    if (choosable.length === 0) return [];
    const shown = choosable.map(({ to, from, label, master: declared }) => {
      const name = `${id}.${to}`;
      const master: Master = own[name] ?? declared;
      return {
        name: `master.${name}`,
        label: fields[to]?.label ?? to,
        from: from === '' ? undefined : label || from,
        isOwn: master !== declared,
        usual: masterWord(declared, manifest),
        choices: MASTERS.map((value) => ({
          value,
          word: masterWord(value, manifest),
          checked: value === master,
        })),
        theirs: savedBy(theirs, 'masters', name),
      };
    });
    return [{ id, title, rows: shown, changed: shown.filter(({ isOwn }) => isOwn).length, count: shown.length }];
  });
}
