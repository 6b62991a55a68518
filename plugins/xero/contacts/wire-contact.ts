import type { Contact, ContactAddress } from '../sales/sales-invoice.js';

/** A contact as the app takes it. What the store doesn't know is left out, so that it stays as it is over there. */
export function wireContact({ id, number, name, firstName, lastName, email, phone, taxNumber, ...to }: Contact) {
  const addresses = [wireAddress('POBOX', to.billing), wireAddress('STREET', to.shipping)].flat();
  return {
    ...(id ? { ContactID: id } : number ? { ContactNumber: number } : {}),
    Name: name,
    ...(firstName && { FirstName: firstName }),
    ...(lastName && { LastName: lastName }),
    ...(email && { EmailAddress: email }),
    ...(taxNumber && { TaxNumber: taxNumber }),
    ...(phone && { Phones: [{ PhoneType: 'DEFAULT', PhoneNumber: phone }] }),
    ...(addresses.length > 0 && { Addresses: addresses }),
  };
}

function wireAddress(type: 'POBOX' | 'STREET', address: ContactAddress | undefined) {
  if (!address || Object.keys(address).length === 0) return [];
  return [
    {
      AddressType: type,
      AddressLine1: address.street1 ?? '',
      AddressLine2: address.street2 ?? '',
      City: address.city ?? '',
      Region: address.region ?? '',
      PostalCode: address.postcode ?? '',
      Country: address.country ?? '',
    },
  ];
}
