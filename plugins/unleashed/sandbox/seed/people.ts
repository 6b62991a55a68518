/** code, name, suburb, state, post code, e-mail */
export const CUSTOMERS: readonly (readonly [string, string, string, string, string, string])[] = [
  ['WEBSALES', 'Web sales', 'Brunswick', 'VIC', '3056', 'web@fernandfig.example'],
  ['ALMOND', 'Almond Street Café', 'Fitzroy', 'VIC', '3065', 'hello@almondstreet.example'],
  ['ATRIUM', 'Atrium Interiors Pty Ltd', 'Richmond', 'VIC', '3121', 'orders@atrium.example'],
  ['BANKSIA', 'Banksia & Daughters', 'Castlemaine', 'VIC', '3450', 'shop@banksia.example'],
  ['BAYLEAF', 'Bayleaf Catering', 'St Kilda', 'VIC', '3182', 'kitchen@bayleaf.example'],
  ['BILLYBUT', 'Billy Button Florist', 'Bright', 'VIC', '3741', 'flowers@billybutton.example'],
  ['CLOVER', 'Clover Lane Gifts', 'Leura', 'NSW', '2780', 'gifts@cloverlane.example'],
  ['DUNE', 'Dune Beach House', 'Byron Bay', 'NSW', '2481', 'stay@dune.example'],
  ['ECHIDNA', 'Echidna Books', 'Hobart', 'TAS', '7000', 'books@echidna.example'],
  ['FERNTREE', 'Fern Tree Tavern', 'Fern Tree', 'TAS', '7054', 'bar@ferntree.example'],
  ['GOLDFINCH', 'Goldfinch Dental', 'Glenelg', 'SA', '5045', 'desk@goldfinch.example'],
  ['HARBOUR', 'Harbour View Offices', 'Pyrmont', 'NSW', '2009', 'manager@harbourview.example'],
  ['IRONBARK', 'Ironbark Timber Yard', 'Ballarat', 'VIC', '3350', 'yard@ironbark.example'],
  ['JACARANDA', 'Jacaranda Early Learning', 'New Farm', 'QLD', '4005', 'office@jacaranda.example'],
  ['KOWHAI', 'Kōwhai Homewares', 'Ponsonby', 'AKL', '1011', 'kiaora@kowhai.example'],
  ['LILLYPILLY', 'Lilly Pilly Weddings', 'Daylesford', 'VIC', '3460', 'yes@lillypilly.example'],
  ['MALLEE', 'Mallee Root Brewing', 'Mildura', 'VIC', '3500', 'brew@mallee.example'],
  ['NORTHLIGHT', 'North Light Studio', 'Northcote', 'VIC', '3070', 'studio@northlight.example'],
  ["O'BRIEN", "O'Brien & Sons Nursery", 'Geelong', 'VIC', '3220', 'nursery@obrien.example'],
  ['OVERDUE', 'Overdue Bistro', 'Carlton', 'VIC', '3053', 'accounts@overduebistro.example'],
  ['PAPERDAISY', 'Paper Daisy Stationery', 'Fremantle', 'WA', '6160', 'post@paperdaisy.example'],
  ['QUANDONG', 'Quandong Kitchen', 'Alice Springs', 'NT', '0870', 'cook@quandong.example'],
  ['RIVERGUM', 'River Gum Motel', 'Echuca', 'VIC', '3564', 'rooms@rivergum.example'],
  ['SALTBUSH', 'Saltbush Spa', 'Lorne', 'VIC', '3232', 'calm@saltbush.example'],
  ['WATTLE', 'Wattle & Co (closed)', 'Bendigo', 'VIC', '3550', 'hello@wattle.example'],
];

export const ON_STOP_CREDIT = 'OVERDUE';
export const CLOSED = 'WATTLE';
export const NEW_ZEALAND = 'KOWHAI';

/** code, name, suburb, state, post code, e-mail */
export const SUPPLIERS: readonly (readonly [string, string, string, string, string, string])[] = [
  ['GREENHILL', 'Greenhill Growers', 'Monbulk', 'VIC', '3793', 'sales@greenhill.example'],
  ['CLAYWORKS', 'Clayworks Potteries', 'Bendigo', 'VIC', '3550', 'orders@clayworks.example'],
  ['HEARTHCO', 'Hearth & Co Wholesale', 'Alexandria', 'NSW', '2015', 'trade@hearthco.example'],
  ['SOILMATE', 'Soilmate Garden Supplies', 'Dandenong', 'VIC', '3175', 'depot@soilmate.example'],
];
