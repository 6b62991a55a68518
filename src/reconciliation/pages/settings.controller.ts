import { Body, Controller, Get, Post, Query, Render, Req, Res } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsDecimal, IsIn, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import type { Request, Response } from 'express';
import { CurrentStore, CurrentUser, Roles } from '../../accounts/access.js';
import type { Store } from '../../accounts/store.entity.js';
import type { User } from '../../accounts/user.entity.js';
import { Clock } from '../../clock/clock.js';
import { PublicPost } from '../../connections/public-post.js';
import { OwnInstallations } from '../../installations/current-installation.js';
import { Trail } from '../../installations/trail.service.js';
import { PostBox } from '../../letters/post-box.js';
import { emptyForm, Form } from '../../web/form-errors.js';
import { notify } from '../../web/notices.js';
import { type Every, nextReport, ReconciliationSettings } from '../reconciliation-settings.js';
import { BASE } from './report-page.service.js';
import { type Stated, Statements } from './statements.service.js';

class SettingsForm {
  @IsDecimal({ decimal_digits: '0,4' }, { message: 'An amount such as 0.01' })
  @MaxLength(9, { message: 'An amount such as 0.01' })
  @Matches(/^[^-]/, { message: 'Not less than nothing' })
  tolerance = '0.01';

  @Type(() => Number)
  @Min(0, { message: 'Between 0 and 31 days' })
  @Max(31, { message: 'Between 0 and 31 days' })
  days = 0;

  @IsIn(['off', 'daily', 'weekly'], { message: 'Please choose one of the list' })
  every: Every = 'off';

  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/, { message: 'A time such as 06:00' })
  time = '06:00';

  @IsIn(['1', '2', '3', '4', '5', '6', '7'], { message: 'Please choose one of the list' })
  weekday = '1';

  @IsOptional()
  @IsIn(['true', ''])
  mails?: string;

  @IsOptional()
  @IsString()
  @MaxLength(500, { message: 'At most 500 characters' })
  postUrl?: string;
}

const EVERY = [
  { value: 'off', label: 'Never: only when somebody imports' },
  { value: 'daily', label: 'Each day' },
  { value: 'weekly', label: 'Once a week' },
];
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** How an app's reports are made, when, and who hears of what they find. */
@Roles('merchant', 'staff', 'bookkeeper')
@Controller('admin/reconciliation-report/settings')
export class SettingsController {
  constructor(
    private readonly statements: Statements,
    private readonly settings: ReconciliationSettings,
    private readonly installations: OwnInstallations,
    private readonly posts: PostBox,
    private readonly publicPost: PublicPost,
    private readonly trail: Trail,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Render('reconciliation/settings')
  async show(@CurrentStore() store: Store, @Query() query: Record<string, unknown>) {
    const stated = await this.statements.asked(store.id, query);
    const setting = await this.settings.of(store.id, stated.installationId);
    const form = emptyForm({ ...setting, weekday: String(setting.weekday), tolerance: shorter(setting.tolerance) });
    return { ...this.around(stated), form, nextAt: setting.nextAt };
  }

  /** A new secret is answered with a page of its own rather than a redirect: it is shown once, and kept nowhere but under seal. */
  @Post()
  async save(
    @Req() request: Request,
    @Res() response: Response,
    @CurrentStore() store: Store,
    @CurrentUser() by: User,
    @Body() body: Record<string, unknown>,
  ): Promise<void> {
    const stated = await this.statements.asked(store.id, body);
    const { installationId } = stated;
    const form = await Form.read(SettingsForm, body);
    const before = await this.settings.of(store.id, installationId);
    // Where notes go outside the hub is the merchant's to say: a bookkeeper leaves one day.
    const postUrl = by.role === 'bookkeeper' ? before.postUrl : textOf(form.value.postUrl);
    const wrong = postUrl === null ? undefined : this.publicPost.wrongWith(postUrl);
    if (wrong) form.fail('postUrl', wrong);
    if (!form.valid) throw form.again('reconciliation/settings', this.around(stated));
    const { tolerance, days, every, time, weekday, mails } = form.value;
    const after = { tolerance, days, every, time, weekday: Number(weekday), mails: mails === 'true', postUrl };
    // A new address gets a new secret; whoever had the old one learns nothing of it.
    const fresh =
      postUrl !== null && postUrl !== before.postUrl ? this.posts.newSecret(store.id, installationId) : undefined;
    const sealed = postUrl === null ? null : fresh?.sealed;
    const { nextAt: _, ...was } = before;
    const change = {
      before: { ...was, tolerance: shorter(was.tolerance) },
      after: { ...after, tolerance: shorter(tolerance) },
    };
    const installation = await this.installations.find(request, installationId);
    const next = nextReport(after, store.timeZone, this.clock.date());
    await this.trail.together(async () => {
      await this.settings.save(store.id, installationId, after, next, sealed);
      await this.trail.noteChange(installation, 'reconciliation settings changed', change, by.id);
    });
    const back = `${BASE}/settings?app=${installationId}&kind=${stated.statement.kind}`;
    if (fresh) {
      const shown = { title: 'Keep this secret', postUrl, secret: fresh.secret, back };
      return response.status(201).render('reconciliation/post-secret', shown);
    }
    notify(request, 'Saved.');
    response.redirect(303, back);
  }

  private around({ app, installationId, statement }: Stated) {
    return {
      title: 'Schedule and tolerances',
      back: `${BASE}?app=${installationId}&kind=${statement.kind}`,
      action: `${BASE}/settings`,
      app,
      appId: installationId,
      kind: statement.kind,
      everyOptions: EVERY,
      weekdayOptions: WEEKDAYS.map((label, at) => ({ value: String(at + 1), label })),
    };
  }
}

/** Anything may have been typed: what is no text is refused by the form itself. */
const textOf = (typed: unknown) => (typeof typed === 'string' && typed.trim()) || null;

/** '0.0100' is kept, '0.01' is read. */
const shorter = (amount: string) => amount.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
