import type { FieldManifest, StepManifest } from '../../sdk/host/index.js';
import type { FieldView, Group } from './field-view.js';

/** A group that is folded away, as its one line tells of it. */
export interface Fold extends Group {
  /** What holds while nobody has answered. */
  says: string;
  /** What has been answered, and is not what it was before anyone did. */
  given: { label: string; answer: string }[];
  /** Something in it is wrong, or warned of. */
  open: boolean;
}

/** What a step asks everybody, and below it what it folds away. */
export function folding(all: Group[], { folded = {}, fields }: StepManifest): { groups: Group[]; folds: Fold[] } {
  const isFolded = ({ title }: Group) => title !== undefined && Object.hasOwn(folded, title);
  return {
    groups: all.filter((group) => !isFolded(group)),
    folds: all.filter(isFolded).map((group) => foldOf(group, folded[group.title!]!, fields)),
  };
}

function foldOf({ title, fields: views }: Group, says: string, fields: FieldManifest[]): Fold {
  const given = views.flatMap((view) => {
    const { initial } = fields.find(({ name }) => name === view.name)!;
    const answer = view.value === initial ? undefined : inWords(view);
    return answer === undefined ? [] : [{ label: view.label, answer }];
  });
  return {
    title,
    fields: views,
    says,
    given,
    open: views.some(({ error, warning }) => error !== undefined || warning !== undefined),
  };
}

/** Nothing where nothing is answered. */
function inWords({ control, value, checked, options, cards, unit }: FieldView): string | undefined {
  if (control === 'switch') return checked ? 'On' : undefined;
  if (value === undefined || value === '') return undefined;
  const option = options?.find(({ selected }) => selected) ?? cards?.find((card) => card.checked);
  const words = option?.label ?? String(value);
  return unit ? `${words} ${unit}` : words;
}
