import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import Handlebars from 'handlebars';
import { Settings } from '../settings/settings.js';
import { hubAddress } from '../web/hub-address.js';
import { packageRoot } from '../web/package-root.js';
import type { LetterContent } from './letter.js';

/** Puts letters on paper: as plain text and as HTML, with full addresses, for a mail is read far from the hub. */
@Injectable()
export class LetterPaper {
  private readonly html = template('letter-html');
  private readonly text = template('letter-text');

  constructor(private readonly settings: Settings) {}

  /** Its links lead into the store it is about, whichever one its reader was in last. */
  print(content: LetterContent, to: { name: string; store: string; storeId: number; unsubscribe: string }) {
    const link = (path: string) => this.full(inStore(path, to.storeId));
    const sections = content.sections.map(({ heading, lines }) => ({
      heading,
      lines: lines.map((line) => ({ ...line, href: line.href && link(line.href) })),
    }));
    const action = { ...content.action, href: link(content.action.href) };
    const data = { ...content, ...to, sections, action, unsubscribe: this.full(to.unsubscribe) };
    return {
      text: this.text(data)
        .trim()
        .replaceAll(/\n{3,}/g, '\n\n'),
      html: this.html(data),
    };
  }

  full(path: string): string {
    return `${hubAddress(this.settings)}${path}`;
  }
}

/** An address that says which store it is about. */
export function inStore(path: string, storeId: number): string {
  const [, address = '', fragment = ''] = /^([^#]*)(#.*)?$/.exec(path) ?? [];
  return `${address}${address.includes('?') ? '&' : '?'}store=${storeId}${fragment}`;
}

const template = (name: string) =>
  Handlebars.compile(readFileSync(join(packageRoot, 'views/letters', `${name}.hbs`), 'utf8'), { preventIndent: true });
