import { advanced, asking, type Broken, connecting } from './declared.js';

/** The wizard, the advanced configuration and what they offer. */
export const forms: Broken[] = [
  ['no connect step', `${connecting('')}, wizard: [activateStep()]`, 'wizard', /connectStep/],
  [
    'a second connect step',
    `${connecting('')}, wizard: [connectStep(), connectStep(), activateStep()]`,
    'wizard[1]',
    /second/,
  ],
  ['nothing to connect', 'wizard: [connectStep(), activateStep()]', 'wizard[0]', /no connection/],
  ['activation in the middle', `${connecting('')}, wizard: [activateStep(), connectStep()]`, 'wizard[0]', /last/],
  ['a step that is none', 'wizard: [class Plain {}, activateStep()]', 'wizard[0]', /lacks @Step/],
  ['a step that is a word', `wizard: ['connect']`, 'wizard[0]', /an object/],
  ['a choice of nothing', asking(`Choice({ label: 'A', options: {} })`), 'wizard[0].answer.options', /choose from/],
  [
    'a condition on nothing',
    asking(`Text({ label: 'A', when: { mode: 'x' } })`),
    'wizard[0].answer.when.mode',
    /no other field/,
  ],
  [
    'a condition on a missing option',
    asking(
      `Text({ label: 'A', when: { mode: 'z' } })`,
      `sdk.Choice({ label: 'M', options: { x: 'X' } })(Ask.prototype, 'mode');`,
    ),
    'wizard[0].answer.when.mode',
    /no option 'z'/,
  ],
  [
    'a field twice',
    asking(`Text({ label: 'A' })`, `sdk.Text({ label: 'A' })(Ask.prototype, 'answer');`),
    'wizard.answer',
    /twice/,
  ],
  ['a record of no type', asking(`RecordPicker('parcel', { label: 'A' })`), 'wizard[0].answer.record', /'parcel'/],
  [
    'a creation nobody does',
    asking(`RecordPicker('product', { label: 'A', create: 'item' })`),
    'wizard[0].answer.create',
    /'item'/,
  ],
  ['a list nobody gives', asking(`RemotePick('depots', { label: 'A' })`), 'wizard[0].answer.list', /'depots'/],
  [
    'a list before connecting',
    `pickLists: { d: async () => [] }, ${asking(`RemotePick('d', { label: 'A' })`)}`,
    'wizard[0]',
    /behind the connect step/,
  ],
  [
    'a start that is no option',
    asking(`Choice({ label: 'A', options: { x: 'X' }, initial: 'y' })`),
    'wizard[0].answer.initial',
    /none of/,
  ],
  ['bounds that cross', asking(`NumberField({ label: 'A', min: 9, max: 1 })`), 'wizard[0].answer.min', /more than max/],
  ['a field without a label', asking(`Text({ label: '' })`), 'wizard[0].fields[0].label', /must be a text/],
  ['advanced without initial', advanced(`NumberField({ label: 'Days' })`), 'advanced.days.initial', /initial value/],
  [
    'a prefix of no documents',
    asking(`Text({ label: 'A', numbers: 'invoice' })`),
    'wizard[0].answer.numbers',
    /no document task exports 'invoice'/,
  ],
  [
    'a mark of records that never come in',
    asking(`Text({ label: 'A', marks: ['refund'] })`),
    'wizard[0].answer.marks',
    /no task imports records of type 'refund'/,
  ],
  [
    'a fee that is none',
    `listing: { ...sound.listing, setUp: { price: 'a lot', currency: 'AUD' } }`,
    'listing.setUp.price',
    /an amount/,
  ],
  [
    'a workflow of unknown tasks',
    `workflows: { all: { title: 'All', help: 'All', tasks: ['none'] } }`,
    'workflows.all.tasks[0]',
    /no task/,
  ],
  [
    'a workflow nobody can choose',
    `workflows: { all: { title: 'All', help: 'All', tasks: [] } }`,
    'workflows',
    /choice field 'workflow'/,
  ],
];
