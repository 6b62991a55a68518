import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { parseSchedule } from '../sdk/schedule.js';
import type { Form } from '../web/form-errors.js';

/** What most merchants choose from. The first stands for the schedule that comes with the addon. */
const CHOICES = [
  'every 5 minutes',
  'every 15 minutes',
  'every 30 minutes',
  'every hour',
  'every 2 hours',
  'every 6 hours',
  '0 6 * * *',
  '0 6,18 * * *',
  '0 22 * * *',
];

export class ScheduleForm {
  @IsOptional()
  @IsIn(['', ...CHOICES], { message: 'Please choose one of the list' })
  choice = '';

  @IsOptional()
  @IsString()
  @MaxLength(120, { message: 'At most $constraint1 characters' })
  own = '';
}

/** The schedule that was asked for; null: the addon's own. What is typed goes before what is chosen. */
export function scheduleOf({ own, choice }: ScheduleForm): string | null {
  return own.trim() || choice || null;
}

/** Says beside the field why a text is no schedule. */
export function checkSchedule(form: Form<ScheduleForm>): Form<ScheduleForm> {
  const own = form.valid && form.value.own.trim();
  if (!own) return form;
  try {
    parseSchedule(own);
    return form;
  } catch (error) {
    return form.fail('own', (error as Error).message);
  }
}

export function choices(inWords: (schedule: string) => string, addonsOwn: string) {
  return [
    { value: '', label: `As the addon suggests: ${inWords(addonsOwn)}` },
    ...CHOICES.map((value) => ({ value, label: inWords(value) })),
  ];
}

/** How a schedule stands in the form. */
export function valuesOf(schedule: string | null): { choice: string; own: string } {
  const known = schedule !== null && CHOICES.includes(schedule);
  return { choice: known ? schedule : '', own: known ? '' : (schedule ?? '') };
}
