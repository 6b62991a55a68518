import type { Manifest, StepManifest } from '../manifest.js';
import { checkId, checkUnique } from './check-identity.js';
import { type Problem, thereAre } from './outline.js';

/** One connect step where there is something to connect to, what asks the app behind it, and activation last. */
export function checkWizard({ wizard, connection }: Manifest): Problem[] {
  const problems: Problem[] = [];
  const connects = wizard.flatMap((step, at) => (step.kind === 'connect' ? [at] : []));
  const activates = wizard.flatMap((step, at) => (step.kind === 'activate' ? [at] : []));
  const say = (field: string, problem: string) => problems.push({ field, problem });

  if (connection && connects.length === 0) say('wizard', 'a plugin with a connection needs a connectStep()');
  if (!connection && connects.length > 0) say(`wizard[${connects[0]}]`, 'there is no connection to connect');
  for (const at of connects.slice(1)) say(`wizard[${at}]`, 'a second connect step');
  if (wizard.length > 0 && activates.length === 0) say('wizard', 'the last step must be an activateStep()');
  for (const at of activates) if (at !== wizard.length - 1) say(`wizard[${at}]`, 'activation must be the last step');
  for (const [at, step] of wizard.entries()) {
    const asksTheApp = step.checked || step.fields.some((field) => field.kind === 'remote');
    const connected = connects.length > 0 && connects[0]! < at;
    if (asksTheApp && !connected) say(`wizard[${at}]`, 'asks the app, so it must stand behind the connect step');
    problems.push(...checkFolded(`wizard[${at}].folded`, step));
  }
  return problems;
}

/** Nobody has to open what is folded away. */
function checkFolded(at: string, { folded = {}, fields }: StepManifest): Problem[] {
  return Object.keys(folded).flatMap((group) => {
    const inside = fields.filter((field) => field.group === group);
    if (inside.length === 0) return [{ field: `${at}.${group}`, problem: `no field is of the group '${group}'` }];
    return inside
      .filter(({ kind, required, initial }) => {
        const isChosen = kind === 'switch' || (kind === 'choice' && initial !== undefined);
        return required !== false && !isChosen;
      })
      .map(({ name }) => ({
        field: `${at}.${group}`,
        problem: `'${name}' must be answered: give it required: false, or take its group out`,
      }));
  });
}

export function checkWebhooks({ webhooks, connection }: Manifest): Problem[] {
  const names = connection?.fields.map((field) => field.name) ?? [];
  const unknown = webhooks.flatMap(({ verify, appWide }, at) => {
    // Its key belongs to whoever runs the hub.
    if (appWide) return [];
    const [name, value] = 'equals' in verify ? ['equals', verify.equals] : ['key', verify.key];
    return names.includes(value!)
      ? []
      : [
          {
            field: `webhooks[${at}].verify.${name}`,
            problem: `there is no credential field '${value}'${thereAre(names)}`,
          },
        ];
  });
  const ids = webhooks.flatMap(({ id }, at) => checkId(`webhooks[${at}].id`, id));
  return [...ids, ...checkUnique('webhooks', webhooks), ...unknown];
}
