import { Body, Controller, NotFoundException, Patch, Req, Res, UseGuards } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import type { Request, Response } from 'express';
import { CurrentUser, Roles } from '../../accounts/access.js';
import type { User } from '../../accounts/user.entity.js';
import { Connections } from '../../connections/connections.service.js';
import { Form } from '../../web/form-errors.js';
import { notify } from '../../web/notices.js';
import { CurrentInstallation, ThroughInstallation } from '../current-installation.js';
import type { Installation } from '../installation.entity.js';
import { SetupPage } from '../setup-page.service.js';
import { StillInstalled } from '../still-installed.js';
import { Trail } from '../trail.service.js';

const WRONG = { message: 'Enter a whole number of requests, such as 30000, or leave it empty' };

class BudgetForm {
  /** Empty: nobody has said. */
  @Transform(({ value }) => asNumber(value))
  @IsOptional()
  @IsInt(WRONG)
  @Min(1, WRONG)
  @Max(4_000_000_000, WRONG)
  requests?: number;
}

/** How many requests a month the merchant's plan with the app allows: one number for all stores that share the connection. */
@Roles('merchant', 'staff')
@UseGuards(ThroughInstallation, StillInstalled)
@Controller('installations/:id/budget')
export class BudgetsController {
  constructor(
    private readonly connections: Connections,
    private readonly page: SetupPage,
    private readonly trail: Trail,
  ) {}

  @Patch()
  async update(
    @Req() request: Request,
    @Res() response: Response,
    @CurrentInstallation() it: Installation,
    @CurrentUser() viewer: User,
    @Body() body: unknown,
  ): Promise<void> {
    const data = await this.page.data(it, viewer, request);
    const connection = it.connectionId === null ? null : await this.connections.get(it.connectionId);
    if (!data.budget || !connection) throw new NotFoundException();
    const form = await Form.read(BudgetForm, body);
    if (!form.valid) throw form.again('installations/setup', data, 'budgeting');
    const budget = form.value.requests ?? null;
    const change = {
      before: { 'Requests a month': connection.monthlyBudget },
      after: { 'Requests a month': budget },
    };
    await this.trail.together(async () => {
      await this.connections.allow(connection.id, budget);
      await this.trail.noteChange(it, 'monthly requests changed', change, viewer.id);
    });
    notify(
      request,
      budget ? 'Imports keep to your plan’s requests now.' : 'No number of requests is kept to any more.',
    );
    response.redirect(303, `/installations/${it.id}/setup#budget-title`);
  }
}

/** As people type it: 30000, 30,000 or 30 000. */
function asNumber(value: unknown): unknown {
  if (typeof value !== 'string') return value === undefined ? undefined : Number.NaN;
  const digits = value.replaceAll(/[\s,]/g, '');
  return digits === '' ? undefined : /^\d+$/.test(digits) ? Number(digits) : Number.NaN;
}
