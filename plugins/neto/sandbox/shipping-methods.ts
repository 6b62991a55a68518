import type { Answer } from './envelope.js';

const everyone = { Customers: 'True', eBay: 'True', Staff: 'True' };

const SHIPPING_METHODS = [
  { ID: '1', Name: 'Standard Parcel', Description: '2 to 6 business days', Status: 'Active', Visibility: everyone },
  { ID: '2', Name: 'Express Parcel', Description: 'Next business day', Status: 'Active', Visibility: everyone },
  {
    ID: '3',
    Name: 'Click and Collect',
    Description: 'From our shop in Marrickville',
    Status: 'Active',
    Visibility: { ...everyone, eBay: 'False' },
  },
];

export function getShippingMethods(): Answer {
  return { body: { ShippingMethods: { ShippingMethod: SHIPPING_METHODS } } };
}
