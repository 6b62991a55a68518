import type { Request, Response } from 'express';
import type { User } from '../../accounts/user.entity.js';
import type { Installation } from '../installation.entity.js';
import type { WizardStep } from './wizard.service.js';

/** A form as it was typed. */
export type Typed = Record<string, unknown>;

/** A step of the wizard as somebody looks at it. */
export interface OpenStep {
  request: Request;
  response: Response;
  it: Installation;
  step: WizardStep;
}

/** A step of the wizard as somebody has sent it in. */
export interface SentStep extends OpenStep {
  viewer: User;
  body: Typed;
}
