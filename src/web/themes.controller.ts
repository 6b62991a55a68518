import { Body, Controller, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Public } from '../accounts/access.js';
import { localPath } from './local-path.js';
import { THEME_COOKIE, THEMES } from './theme.js';

@Controller('theme')
export class ThemesController {
  /** Kept on the device, not with the person: a bright shop floor and a dark office want different ones. */
  @Public()
  @Post()
  create(@Body() body: { theme?: string; back?: string } = {}, @Res() response: Response): void {
    const theme = THEMES.find((known) => known === body.theme) ?? 'system';
    const year = 31_536_000_000;
    response.cookie(THEME_COOKIE, theme, {
      maxAge: year,
      sameSite: 'lax',
      httpOnly: true,
      secure: response.req.secure,
    });
    response.redirect(303, localPath(body.back));
  }
}
