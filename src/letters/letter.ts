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

/** A paragraph or a list, with where each thing is seen to. */
export interface LetterSection {
  heading: string;
  lines: { text: string; amount?: string; href?: string }[];
}

/** A letter before it is put on paper. Addresses are relative to the hub. */
export interface LetterContent {
  subject: string;
  intro: string;
  sections: LetterSection[];
  /** The one button. */
  action: { label: string; href: string };
}
