import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Frame } from '../../web/frame.js';
import { BASE } from './report-page.service.js';

/** The report in the side menu. */
@Injectable()
export class ReportInFrame implements OnModuleInit {
  constructor(private readonly frame: Frame) {}

  onModuleInit(): void {
    this.frame.contribute({
      nav: (_, store) =>
        store ? [{ label: 'Reconcile', href: BASE, icon: 'scale', section: 'admin', order: 12 }] : [],
    });
  }
}
