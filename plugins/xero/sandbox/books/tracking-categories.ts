import { found } from '../desk/answers.js';
import { elementsOf, type Form } from '../desk/form.js';
import { envelope, list, type Noun, show } from '../desk/listing.js';
import type { Call, Route } from '../desk/router.js';
import { type Problems, saveOne } from '../desk/saving.js';
import type { Books } from './books.js';
import type { Tracked } from './document.js';
import type { TrackingCategory, TrackingOption } from './tracking.js';

const MOST_ACTIVE = 2;
const STATUSES = ['ACTIVE', 'ARCHIVED'] as const;

const optionWire = (option: TrackingOption) => ({
  TrackingOptionID: option.id,
  Name: option.name,
  Status: option.status,
});

const trackingNoun: Noun<TrackingCategory> = {
  name: 'TrackingCategories',
  idName: 'TrackingCategoryID',
  unpaged: true,
  shelf: (books) => books.tracking,
  fields: {
    TrackingCategoryID: (category) => category.id,
    Name: (category) => category.name,
    Status: (category) => category.status,
  },
  write: (category) => ({
    TrackingCategoryID: category.id,
    Name: category.name,
    Status: category.status,
    Options: category.options.filter((option) => option.status !== 'DELETED').map(optionWire),
  }),
};

/** What a line is tracked by, from names or ids. */
export function trackedBy(books: Books, forms: Form[], problems: Problems): Tracked[] {
  problems.unless(forms.length <= MOST_ACTIVE, 'A line item can have at most 2 tracking categories.');
  return forms.flatMap((form) => {
    const category = categoryOf(books, form);
    if (!category) {
      problems.add(
        `The tracking category '${form.word('Name') ?? form.word('TrackingCategoryID') ?? ''}' does not exist.`,
      );
      return [];
    }
    const [id, name] = [form.word('TrackingOptionID'), form.word('Option')];
    const option = category.options.find(
      (one) => one.status === 'ACTIVE' && (id ? one.id === id.toLowerCase() : one.name === name),
    );
    if (!option) {
      problems.add(`The option '${name ?? id ?? ''}' does not exist in the tracking category '${category.name}'.`);
      return [];
    }
    return [{ categoryId: category.id, optionId: option.id }];
  });
}

function categoryOf(books: Books, form: Form): TrackingCategory | undefined {
  const [id, name] = [form.word('TrackingCategoryID'), form.word('Name')];
  const category = id ? books.tracking.get(id) : books.tracking.by('name', name ?? '').at(-1);
  return category?.status === 'ACTIVE' ? category : undefined;
}

export function trackedWire(books: Books, tracked: readonly Tracked[]): object[] {
  return tracked.map(({ categoryId, optionId }) => {
    const category = books.tracking.get(categoryId);
    return {
      TrackingCategoryID: categoryId,
      TrackingOptionID: optionId,
      Name: category?.name ?? '',
      Option: category?.options.find((option) => option.id === optionId)?.name ?? '',
    };
  });
}

function saveCategory(books: Books, form: Form, problems: Problems, before?: TrackingCategory): TrackingCategory {
  const name = form.word('Name') ?? before?.name ?? '';
  problems.unless(name && name.length <= 100, 'Name must have between 1 and 100 characters.');
  const others = [...books.tracking.all()].filter((other) => other.id !== before?.id && other.status === 'ACTIVE');
  problems.unless(before || others.length < MOST_ACTIVE, 'There can be at most 2 active tracking categories.');
  problems.unless(
    others.every((other) => other.name !== name),
    'Please enter a unique Name.',
  );
  problems.throwIfAny();
  return books.tracking.put({
    id: before?.id ?? books.newId('tracking category'),
    updated: books.stamp(),
    name,
    status: form.choice('Status', STATUSES) ?? before?.status ?? 'ACTIVE',
    options: before?.options ?? [],
  });
}

const categoryAt = ({ books, params }: Call): TrackingCategory => found(books.tracking.get(params[0]!));

function save(call: Call, before?: TrackingCategory) {
  const form = found(elementsOf(call.body, 'TrackingCategories')[0]);
  return saveOne(
    call,
    'TrackingCategoryID',
    form,
    (element, problems) => saveCategory(call.books, element, problems, before),
    (category) => show(call, trackingNoun, category),
  );
}

const remove = (call: Call) =>
  show(
    call,
    trackingNoun,
    call.books.tracking.put({ ...categoryAt(call), status: 'DELETED', updated: call.books.stamp() }),
  );

function addOptions(call: Call) {
  const category = categoryAt(call);
  const forms = elementsOf(call.body, 'Options');
  const added: TrackingOption[] = forms.map((form) => ({
    id: call.books.newId('tracking option'),
    name: form.word('Name') ?? '',
    status: 'ACTIVE',
  }));
  return saveOne(
    call,
    'TrackingOptionID',
    forms[0]!,
    (_element, problems) => {
      for (const { name } of added) {
        problems.unless(name && name.length <= 100, 'Name must have between 1 and 100 characters.');
        problems.unless(
          category.options.every((option) => option.name !== name),
          'Please enter a unique Name.',
        );
      }
      problems.throwIfAny();
      return keepOptions(call.books, category, [...category.options, ...added]);
    },
    () => envelope(call.books, 'Options', added.map(optionWire)),
  );
}

const keepOptions = (books: Books, category: TrackingCategory, options: TrackingOption[]) =>
  books.tracking.put({ ...category, options, updated: books.stamp() });

function changeOption(call: Call, change: (option: TrackingOption) => TrackingOption) {
  const category = categoryAt(call);
  const changed = change(found(category.options.find((option) => option.id === call.params[1]?.toLowerCase())));
  const options = category.options.map((option) => (option.id === changed.id ? changed : option));
  keepOptions(call.books, category, options);
  return envelope(call.books, 'Options', [optionWire(changed)]);
}

function updateOption(call: Call) {
  const form = found(elementsOf(call.body, 'Options')[0]);
  return changeOption(call, (option) => ({
    ...option,
    name: form.word('Name') ?? option.name,
    status: form.choice('Status', STATUSES) ?? option.status,
  }));
}

const shown = (call: Call) => (category: TrackingCategory) =>
  category.status === 'ACTIVE' || (category.status === 'ARCHIVED' && call.query.flag('includeArchived') === true);

export const trackingRoutes: Route[] = [
  { method: 'GET', path: '/TrackingCategories', answer: (call) => list(call, trackingNoun, undefined, shown(call)) },
  { method: 'GET', path: '/TrackingCategories/*', answer: (call) => show(call, trackingNoun, categoryAt(call)) },
  { method: 'PUT', path: '/TrackingCategories', answer: (call) => save(call) },
  { method: 'POST', path: '/TrackingCategories/*', answer: (call) => save(call, categoryAt(call)) },
  { method: 'DELETE', path: '/TrackingCategories/*', answer: remove },
  { method: 'PUT', path: '/TrackingCategories/*/Options', answer: addOptions },
  { method: 'POST', path: '/TrackingCategories/*/Options', answer: addOptions },
  { method: 'POST', path: '/TrackingCategories/*/Options/*', answer: updateOption },
  {
    method: 'DELETE',
    path: '/TrackingCategories/*/Options/*',
    answer: (call) => changeOption(call, (option) => ({ ...option, status: 'DELETED' })),
  },
];
