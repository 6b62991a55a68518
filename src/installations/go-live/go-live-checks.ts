import { Injectable } from '@nestjs/common';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import { Schedules } from '../../tasks/schedules.service.js';
import { AnswerChecks } from '../forms/answer-checks.service.js';
import { AnswerForm } from '../forms/answer-form.js';
import type { Installation } from '../installation.entity.js';
import { Unmapped } from '../unmapped.service.js';
import { type Check, PreFlight } from '../wizard/pre-flight.service.js';
import { stepsOf, type WizardStep } from '../wizard/wizard.service.js';
import { EarlierShown } from './earlier-shown.js';

const PATIENCE = 4000;

/** What has to be right before anything is written to the app or the shop. */
@Injectable()
export class GoLiveChecks {
  constructor(
    private readonly plugins: PluginRegistry,
    private readonly preFlight: PreFlight,
    private readonly unmapped: Unmapped,
    private readonly schedules: Schedules,
    private readonly answers: AnswerChecks,
    private readonly earlier: EarlierShown,
  ) {}

  async list(it: Installation): Promise<Check[]> {
    const [answered, mapped, imported, looked] = await Promise.all([
      this.preFlight.list(it),
      this.maps(it),
      this.imports(it),
      this.earlier.checks(it),
    ]);
    // What is wrong already needn't be asked about.
    const asked = answered.every(({ done }) => done) ? await this.asked(it) : [];
    return [...answered, ...asked, ...imported, ...mapped, ...looked];
  }

  /** What the app says to the answers by now: maps have been filled since, and somebody may have changed something over there. */
  private async asked(it: Installation): Promise<Check[]> {
    const plugin = this.plugins.get(it.plugin);
    const checked = plugin ? stepsOf(plugin).filter(({ manifest }) => manifest.checked) : [];
    return (await Promise.all(checked.map((step) => this.ask(it, step)))).flat();
  }

  private async ask(it: Installation, step: WizardStep): Promise<Check[]> {
    // The answers themselves have been looked at.
    const form = await AnswerForm.read([], {});
    // An app that is too busy to answer holds nobody up: when the answers were given it had nothing against them.
    const { warnings, elsewhere } = await this.answers.ask(it, step, form, PATIENCE);
    const wrong = [...Object.values(form.errors), ...elsewhere.map(({ problem }) => problem)];
    const line = { title: step.plugin.manifest.name, href: `/installations/${it.id}/steps/${step.number}` };
    return [
      ...wrong.map((detail): Check => ({ ...line, done: false, detail })),
      ...Object.values(warnings).map((detail): Check => ({ ...line, done: true, detail })),
    ];
  }

  private async maps(it: Installation): Promise<Check[]> {
    const maps = (this.plugins.get(it.plugin)?.manifest.valueMaps ?? []).filter(({ required }) => required);
    const counts = await this.unmapped.counts(it, maps);
    return counts.map(({ map, unmapped, total }) => ({
      title: map.title,
      done: unmapped === 0,
      detail: unmapped === 0 ? undefined : `${unmapped} of ${total} have no counterpart yet.`,
      href: `/installations/${it.id}/maps/${map.id}`,
    }));
  }

  /** Each import that is switched on has been through once: what isn't here yet can't be looked over. */
  private async imports({ storeId, id, plugin }: Installation): Promise<Check[]> {
    const tasks = (this.plugins.get(plugin)?.manifest.tasks ?? []).filter(({ direction }) => direction === 'in');
    if (tasks.length === 0) return [];
    const rows = new Map((await this.schedules.list(storeId, id)).map((row) => [row.task, row]));
    const open = tasks.filter((task) => {
      const row = rows.get(task.id);
      return row !== undefined && Boolean(row.active) && row.first_done_at === null;
    });
    const detail = open.length === 0 ? undefined : `Not through yet: ${open.map(({ title }) => title).join(', ')}.`;
    return [{ title: 'First imports', done: open.length === 0, detail, href: `/installations/${id}/tasks` }];
  }
}
