import { iconOf } from '../app-header.js';
import type { Installation } from '../installation.entity.js';
import type { Wizard, WizardStep } from './wizard.service.js';

/** Progress above a step of the wizard. */
export interface WizardTop {
  name: string;
  plugin: string;
  icon: string;
  number: number;
  of: number;
  back?: string;
  steps: { number: number; title: string; done: boolean; current: boolean; href?: string }[];
}

export function wizardTop(wizard: Wizard, installation: Installation, { number, plugin }: WizardStep): WizardTop {
  const { id, name } = installation;
  const steps = wizard.steps(installation);
  const reach = wizard.reach(installation);
  const address = (step: number) => `/installations/${id}/steps/${step}`;
  return {
    name,
    plugin: plugin.manifest.name,
    icon: iconOf(installation.plugin),
    number,
    of: steps.length,
    back: number > 1 ? address(number - 1) : undefined,
    steps: steps.map((step) => ({
      number: step.number,
      title: step.manifest.title,
      done: step.number < reach && step.number !== number,
      current: step.number === number,
      href: step.number <= reach && step.number !== number ? address(step.number) : undefined,
    })),
  };
}
