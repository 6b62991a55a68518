import { Injectable } from '@nestjs/common';
import type { LoadedPlugin } from '../../plugins/loaded-plugin.js';
import type { Manifest } from '../../sdk/host/index.js';
import type { Master } from '../../sdk/index.js';
import { AnswerChecks } from '../forms/answer-checks.service.js';
import { AnswerForm } from '../forms/answer-form.js';
import { NamesLeft } from '../forms/names-left.service.js';
import { Neighbours } from '../forms/neighbours.service.js';
import type { Installation } from '../installation.entity.js';
import { MASTERS } from './masters.service.js';
import { NumbersLeft, type NumbersOut } from './numbers-left.service.js';
import { declaredMasters, effective, ownMasters, ownOf, type Snapshot } from './snapshot.js';

export type Typed = Record<string, unknown>;

/** An advanced configuration as it was sent in. */
export interface SentIn {
  form: AnswerForm;
  wanted: Snapshot;
  /** By field: what a person may pass over by saying so. */
  warnings: Record<string, string>;
  /** The version that was before their eyes. */
  base: number;
  from?: number;
  note: string;
}

const NOTE_AT_MOST = 500;

/** Reads the advanced configuration's form, and looks at it from every side. */
@Injectable()
export class AdvancedForm {
  constructor(
    private readonly checks: AnswerChecks,
    private readonly numbers: NumbersLeft,
    private readonly neighbours: Neighbours,
    private readonly names: NamesLeft,
  ) {}

  /** `masters`: who decides what nothing is said about. */
  async read(it: Installation, plugin: LoadedPlugin, typed: Typed, masters: Snapshot['masters']): Promise<SentIn> {
    const { manifest } = plugin;
    const fields = manifest.advanced;
    const given = withDefaults(manifest, typed);
    const form = await AnswerForm.read(fields, given, { others: it.answers });
    await this.neighbours.check(it, fields, form, form.answers, it.answers);
    const known = await this.checks.checkKnown(it, plugin, fields, form);
    const named = await this.names.warnings(it, fields, effective(fields, it.advanced), form.answers);
    return {
      form,
      wanted: { own: ownOf(fields, form.answers), masters: mastersIn(typed, manifest, masters) },
      warnings: { ...named, ...known },
      base: numberIn(typed._version) ?? 0,
      from: numberIn(typed._from),
      note: typeof typed.note === 'string' ? typed.note.trim().slice(0, NOTE_AT_MOST) : '',
    };
  }

  /** What stands before numbers and is to change, as far as nobody has said yes to exactly this. */
  async unconfirmed(it: Installation, manifest: Manifest, wanted: Snapshot, typed: Typed): Promise<NumbersOut[]> {
    const [before, after] = [it.advanced, wanted.own].map((own) => [effective(manifest.advanced, own), it.answers]);
    const left = await this.numbers.affected(it, manifest, before!, after!);
    return left.filter((numbers) => typed[`_numbers.${numbers.field}`] !== numbers.after);
  }
}

/** Where a field is to go back to its default, whatever was typed counts for nothing. */
function withDefaults({ advanced }: Manifest, typed: Typed): Typed {
  const given = { ...typed };
  for (const { name, initial, kind } of advanced) {
    if (typed[`_default.${name}`] !== 'true') continue;
    given[name] = kind === 'switch' ? String(initial ?? false) : initial === undefined ? undefined : String(initial);
  }
  return given;
}

/** Masters as forms send them: `master.<mapping>.<field>`. Those it doesn't name stay. */
export function mastersIn(typed: Typed, manifest: Manifest, masters: Snapshot['masters']): Snapshot['masters'] {
  const declared = declaredMasters(manifest);
  const wanted: Record<string, Master> = { ...masters };
  for (const [name, usual] of declared) {
    const said = MASTERS.find((master) => master === typed[`master.${name}`]);
    if (said) wanted[name] = said;
    else wanted[name] ??= usual;
  }
  return ownMasters(declared, wanted);
}

export function numberIn(typed: unknown): number | undefined {
  return typeof typed === 'string' && /^\d{1,9}$/.test(typed) ? Number(typed) : undefined;
}
