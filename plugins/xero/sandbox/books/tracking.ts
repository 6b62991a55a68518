import type { Kept } from '../desk/shelf.js';

export interface TrackingOption {
  id: string;
  name: string;
  status: 'ACTIVE' | 'ARCHIVED' | 'DELETED';
}

export interface TrackingCategory extends Kept {
  name: string;
  status: 'ACTIVE' | 'ARCHIVED' | 'DELETED';
  options: TrackingOption[];
}
