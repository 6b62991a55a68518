import {
  type AnswerProblem,
  Choice,
  type Context,
  DateField,
  Money,
  NumberField,
  RecordPicker,
  RemotePick,
  Secret,
  Step,
  Switch,
  Text,
} from 'patchbay/sdk';
import { ParcellyClient } from './client.js';

@Step({ title: 'Get started', intro: 'What shall move?', folded: { 'With care': 'Nothing breaks easily.' } })
export class GetStarted {
  @Choice({ label: 'Workflow', options: { full: 'Everything', parcels: 'Parcels only' }, initial: 'full' })
  workflow!: string;

  @DateField({ label: 'Start date', help: 'Only invoices from this date on.' })
  startDate!: string;

  @Choice({
    label: 'Consignments',
    options: { single: 'One per invoice', daily: 'One per customer and day' },
    optionHelp: { daily: 'Fewer labels.' },
    initial: 'single',
  })
  mode!: 'single' | 'daily';

  @RecordPicker('customer', { label: 'This customer only', required: false, when: { mode: 'daily' } })
  customer?: string;

  @Text({ label: 'Sender', maxLength: 30, pattern: '^[A-Z]', patternHelp: 'begin with a capital letter' })
  sender!: string;

  @Secret({ label: 'Gate code', required: false })
  gate?: string;

  @NumberField({ label: 'Copies', min: 1, max: 9, whole: true, initial: 1 })
  copies!: number;

  @Money({ label: 'Insured from', initial: '100.00' })
  insuredFrom!: string;

  @Switch({ label: 'Fragile goods', group: 'With care' })
  fragile!: boolean;

  @RecordPicker('product', {
    label: 'Wrapping',
    group: 'With care',
    required: false,
    when: { fragile: true },
    create: 'item',
  })
  wrapping?: string;
}

@Step({ title: 'Choose a depot', check: depotIsOpen })
export class ChooseDepot {
  @RemotePick('depots', { label: 'Depot' })
  depot!: string;
}

async function depotIsOpen({ depot }: Record<string, unknown>, { http }: Context): Promise<AnswerProblem[]> {
  const depots = await new ParcellyClient(http).depots('');
  const known = depots.some(({ value }) => value === depot);
  return known ? [] : [{ field: 'depot', problem: 'Parcelly has closed this depot. Choose another one.' }];
}
