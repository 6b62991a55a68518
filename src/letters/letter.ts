/** What a letter is about; people choose by it. */
export type LetterKind = 'morning' | 'differences';

export type LetterState =
  /** To be sent, or to be tried again. */
  | 'pending'
  /** Handed over right now; what is left so by a hub that died may have arrived. */
  | 'sending'
  | 'sent'
  /** Tried so often that it is given up. */
  | 'failed'
  /** Nobody knows whether it arrived; it is not sent a second time. */
  | 'unclear'
  /** There is no mail server: it is read in the hub. */
  | 'kept';

export interface LetterLine {
  text: string;
  amount?: string;
  /** Where it is seen to. */
  href?: string;
}

/** A paragraph or a list. */
export interface LetterSection {
  heading: string;
  lines: LetterLine[];
}

/** A letter before it is put on paper. Addresses are relative to the hub. */
export interface LetterContent {
  subject: string;
  intro: string;
  sections: LetterSection[];
  /** The one button. */
  action: { label: string; href: string };
}
