import type { Endpoints } from '../../connections/door/endpoints.js';
import type { ConnectionManifest, Manifest } from '../../sdk/host/index.js';
import { webAddress } from '../../web/web-address.js';
import type { Typed } from '../wizard/open-step.js';
import type { WizardStep } from '../wizard/wizard.service.js';
import type { Trial } from './connection-trial.js';

/** The fields of a connection's form. Secrets are never in it. */
export function credentialsShown(
  { fields }: ConnectionManifest,
  stored: Record<string, string> | undefined,
  trial: Trial | undefined,
  typed: Typed,
) {
  return fields.map(({ name, kind, label, help, required, maxLength, placeholder }) => {
    const isSecret = kind === 'secret';
    const stays = isSecret && stored !== undefined;
    const value = typeof typed[name] === 'string' ? (typed[name] as string).slice(0, 500) : stored?.[name];
    const id = `credential-${name}`;
    const error = trial?.errors[name];
    const shownHelp = stays ? `${help ?? ''} Leave it empty to keep what is stored.`.trim() : help;
    return {
      id,
      name,
      label,
      help: shownHelp,
      error,
      control: kind,
      placeholder,
      value: isSecret ? undefined : value,
      required: required !== false && !stays,
      optional: required === false,
      maxLength: maxLength ?? 500,
      describedBy: [shownHelp && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' '),
    };
  });
}

/** What was typed so far, without what must not be shown again. */
export function shownAgain({ plugin }: WizardStep, typed: Typed): Record<string, string> {
  const open = plugin.manifest.connection!.fields.filter(
    ({ kind, name }) => kind === 'text' && typeof typed[name] === 'string',
  );
  return Object.fromEntries(open.map(({ name }) => [name, String(typed[name]).slice(0, 500)]));
}

/**
 * Where credentials are found. A plugin may say so; it may not put a script behind the link. Whoever leads an app's
 * requests to a sandbox finds them there: the app's own site would show others.
 */
export function credentialsUrl(
  { hosts, connection }: Pick<Manifest, 'hosts' | 'connection'>,
  endpoints: Endpoints,
): string | undefined {
  const url = webAddress(connection?.credentialsUrl);
  if (!url) return undefined;
  const led = hosts.map((host) => endpoints.of(host.toLowerCase())).find((target) => target !== undefined);
  return led?.href ?? url;
}
