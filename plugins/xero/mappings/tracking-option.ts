import { mapping } from 'patchbay/sdk';

export const trackingMapping = mapping('tracking-options', 'tracking-option', {
  title: 'Tracking categories',
  remoteId: 'TrackingOptionID',
  rows: [
    { from: 'Label', to: 'name', label: 'Category and option' },
    { from: 'Category', to: 'category' },
    { from: 'Option', to: 'option' },
    { from: 'Active', to: 'active', label: 'Status' },
  ],
});
