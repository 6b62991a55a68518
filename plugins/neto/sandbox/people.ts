import type { Address } from './order.js';

/** The customers the shop starts with: given name, family name, company, street, city, state, postcode, country. */
const PEOPLE = [
  ['Matilda', 'Ashworth', '', '14 Wattle Street', 'Newtown', 'NSW', '2042', 'AU'],
  ['Lachlan', 'Byrne', '', '3/88 Chapel Street', 'St Kilda', 'VIC', '3182', 'AU'],
  ['Priya', 'Chandra', 'Chandra Interiors', '201 Brunswick Street', 'Fitzroy', 'VIC', '3065', 'AU'],
  ['Oscar', 'Delaney', '', '7 Banksia Court', 'Fremantle', 'WA', '6160', 'AU'],
  ['Isla', 'Evans', 'The Corner Café', '52 Bridge Road', 'Richmond', 'VIC', '3121', 'AU'],
  ['Noah', 'Fitzgerald', '', '19 Kookaburra Lane', 'Byron Bay', 'NSW', '2481', 'AU'],
  ['Mei', 'Guo', 'Guo & Daughters', '5 Dixon Street', 'Haymarket', 'NSW', '2000', 'AU'],
  ['Jack', 'Hughes', '', '33 Esplanade', 'Glenelg', 'SA', '5045', 'AU'],
  ['Aroha', 'Ihaka', 'Kauri Homewares', '12 Ponsonby Road', 'Auckland', 'AUK', '1011', 'NZ'],
  ['Zoe', 'Jamieson', '', '8 Jacaranda Avenue', 'Toowong', 'QLD', '4066', 'AU'],
  ['Callum', 'Keating', '', '71 Davey Street', 'Hobart', 'TAS', '7000', 'AU'],
  ['Sofia', 'Lombardi', 'Lombardi Events', '160 Lygon Street', 'Carlton', 'VIC', '3053', 'AU'],
  ['William', 'Mundy', '', '27 Todd Street', 'Alice Springs', 'NT', '0870', 'AU'],
  ['Grace', 'Nguyen', '', '94 John Street', 'Cabramatta', 'NSW', '2166', 'AU'],
  ['Thomas', 'O’Brien', 'O’Brien Landscapes', '4 Lonsdale Street', 'Braddon', 'ACT', '2612', 'AU'],
  ['Ruby', 'Petrov', '', '66 Boundary Street', 'West End', 'QLD', '4101', 'AU'],
  ['Henry', 'Quinlan', '', '1 Bay Terrace', 'Wynnum', 'QLD', '4178', 'AU'],
  ['Layla', 'Rahman', 'Studio Rahman', '245 Hay Street', 'Subiaco', 'WA', '6008', 'AU'],
  ['Ethan', 'Sutherland', '', '39 Hunter Street', 'Newcastle', 'NSW', '2300', 'AU'],
  ['Chloe', 'Te Rangi', '', '22 Cuba Street', 'Wellington', 'WGN', '6011', 'NZ'],
] as const;

export interface Person {
  username: string;
  email: string;
  address: Address;
}

export const SEEDED_PEOPLE: Person[] = PEOPLE.map(
  ([firstName, lastName, company, street1, city, state, postCode, country], at) => {
    const username = `${firstName}.${lastName}`.toLowerCase().replace(/[^a-z.]/g, '');
    const phone = country === 'NZ' ? `+64 9 555 01${at + 10}` : `02 5550 01${at + 10}`;
    return {
      username,
      email: `${username}@customers.example`,
      address: { firstName, lastName, company, street1, street2: '', city, state, postCode, country, phone, fax: '' },
    };
  },
);
