import { Injectable } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { Settings } from '../settings/settings.js';
import { LetterPaper } from './letter-paper.js';
import type { LetterRow } from './letters.service.js';
import { NotDelivered } from './not-delivered.js';

const PATIENCE = 30_000;

/** The operator's mail server. */
@Injectable()
export class MailServer {
  private transport?: Transporter;

  constructor(
    private readonly settings: Settings,
    private readonly paper: LetterPaper,
  ) {}

  async deliver({ store_id, id, address, subject, body, html }: LetterRow): Promise<void> {
    const host = new URL(this.paper.full('/')).hostname;
    try {
      await this.open().sendMail({
        from: this.settings.mailFrom ?? `Patchbay <patchbay@${host}>`,
        to: { name: '', address },
        subject,
        text: body,
        html: html ?? undefined,
        // The same however often it is tried: a server that has it already can tell.
        messageId: `<letter-${store_id}-${id}@${host}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    } catch (error) {
      throw this.whatItMeans(error as Error & { responseCode?: number });
    }
  }

  close(): void {
    this.transport?.close();
  }

  /** An address that the server refuses for good stays refused; everything else is tried again. */
  private whatItMeans(error: Error & { responseCode?: number }): Error {
    const code = error.responseCode ?? 0;
    return code >= 500 && code < 600 && code !== 535 ? error : new NotDelivered(error.message);
  }

  private open(): Transporter {
    if (!this.settings.mailUrl) throw new NotDelivered('There is no mail server: MAIL_URL is not set.');
    this.transport ??= createTransport({
      url: this.settings.mailUrl,
      connectionTimeout: PATIENCE,
      greetingTimeout: PATIENCE,
      socketTimeout: PATIENCE,
    });
    return this.transport;
  }
}
