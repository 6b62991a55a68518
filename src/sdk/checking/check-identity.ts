import type { Manifest } from '../manifest.js';
import { isVersion, SDK_VERSION, satisfies } from '../version.js';
import type { Problem } from './outline.js';

const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const ID_AT_MOST = 40;

export function checkIdentity({ id, version, sdk, requires, listing }: Manifest): Problem[] {
  return [
    ...checkId('id', id),
    ...(isVersion(version) ? [] : [{ field: 'version', problem: `'${version}' is no semantic version such as 1.0.0` }]),
    ...checkSdk(sdk),
    ...requires.flatMap((other, at) =>
      other === id
        ? [{ field: `requires[${at}]`, problem: 'a plugin can’t require itself' }]
        : checkId(`requires[${at}]`, other),
    ),
    ...(/^[\w-]+\.svg$/.test(listing.icon)
      ? []
      : [{ field: 'listing.icon', problem: `'${listing.icon}' must name an SVG file in the plugin's folder` }]),
  ];
}

export function checkId(field: string, id: string): Problem[] {
  if (ID.test(id) && id.length <= ID_AT_MOST) return [];
  return [{ field, problem: `'${id}' must be lower-case letters, digits and hyphens, at most ${ID_AT_MOST}` }];
}

/** One problem for each id that another one before it has. */
export function checkUnique(list: string, items: { id: string }[], name: 'id' | 'name' = 'id'): Problem[] {
  return items.flatMap(({ id }, at) => {
    const first = items.findIndex((item) => item.id === id);
    return first === at ? [] : [{ field: `${list}[${at}].${name}`, problem: `'${id}' is taken by ${list}[${first}]` }];
  });
}

function checkSdk(range: string): Problem[] {
  const fits = satisfies(SDK_VERSION, range);
  if (fits === undefined) return [{ field: 'sdk', problem: `'${range}' is no range such as ^1` }];
  return fits ? [] : [{ field: 'sdk', problem: `'${range}' leaves out this hub's SDK, which is ${SDK_VERSION}` }];
}
