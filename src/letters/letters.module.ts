import { Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { ExportLogModule } from '../transactions/pages/export-log.module.js';
import { Frame } from '../web/frame.js';
import { BooksController } from './books.controller.js';
import { LetterPaper } from './letter-paper.js';
import { LettersController } from './letters.controller.js';
import { Letters } from './letters.service.js';
import { MailRoom } from './mail-room.js';
import { MailServer } from './mail-server.js';
import { Morning } from './morning.service.js';
import { PostBox } from './post-box.js';
import { LetterPreferences } from './preferences.service.js';

/** Letters in the side menu. */
@Injectable()
class LettersInFrame implements OnModuleInit {
  constructor(private readonly frame: Frame) {}

  onModuleInit(): void {
    this.frame.contribute({
      bookkeepers: true,
      nav: ({ role }, store) => [
        ...(role === 'bookkeeper' ? [{ label: 'All stores', href: '/books', icon: 'books', order: 5 }] : []),
        ...(store && role !== 'staff'
          ? [{ label: 'Letters', href: '/letters', icon: 'mail', section: 'admin' as const, order: 13 }]
          : []),
      ],
    });
  }
}

/** What the hub writes to people: by mail where there is a server for it, and to read here. */
@Module({
  imports: [ExportLogModule],
  controllers: [LettersController, BooksController],
  providers: [Letters, LetterPaper, LetterPreferences, LettersInFrame, MailRoom, MailServer, Morning, PostBox],
  exports: [Letters, PostBox],
})
export class LettersModule {}
