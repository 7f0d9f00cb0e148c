/**
 * The names invented guests are made of: a mix like that of a large American city, with the accents, hyphens,
 * apostrophes and lengths that real ones have. First and last names are paired within a group most of the time.
 */
type Names = readonly [string, ...string[]];
interface NameGroup {
  readonly first: Names;
  readonly last: Names;
}

export const NAME_GROUPS: readonly [NameGroup, ...NameGroup[]] = [
  {
    first: [
      'James',
      'Emily',
      'Robert',
      'Katherine',
      'Daniel',
      'Megan',
      'Patrick',
      'Hannah',
      'Walter',
      'Ruth',
    ],
    last: [
      'Miller',
      'Sullivan',
      "O'Brien",
      'Anderson',
      'Whitaker',
      'Kowalski',
      'Bennett',
      'McAllister',
      'Price',
    ],
  },
  {
    first: [
      'María José',
      'Carlos',
      'Guadalupe',
      'Andrés',
      'Ximena',
      'Rafael',
      'Sofía',
      'Héctor',
      'Yolanda',
      'Iván',
    ],
    last: [
      'García',
      'Hernández',
      'Núñez',
      'de la Cruz',
      'Ramírez-Soto',
      'Vega',
      'Peña',
      'Castillo Rojas',
      'Ibáñez',
    ],
  },
  {
    first: ['Wei', 'Mei-Lin', 'Jun', 'Xiao Yu', 'Kevin', 'Grace', 'Hao', 'Siu Fong', 'Jennifer', 'Ming'],
    last: ['Chen', 'Wong', 'Li', 'Zhang', 'Liu', 'Tam', 'Huang', 'Lau', 'Ng'],
  },
  {
    first: ['Priyanka', 'Arjun', 'Lakshmi', 'Vikram', 'Ananya', 'Sanjay', 'Meera', 'Rohan', 'Kavya', 'Imran'],
    last: ['Patel', 'Krishnamurthy', 'Iyer', 'Singh', 'Chatterjee', 'Reddy', 'Venkataraman', 'Khan', 'Das'],
  },
  {
    first: [
      'Tamika',
      'Marcus',
      'Imani',
      'Darnell',
      'Aaliyah',
      'Terrence',
      'Latoya',
      'Isaiah',
      'Denise',
      'Andre',
    ],
    last: [
      'Washington',
      'Jefferson',
      'Brooks',
      'Freeman',
      'Coleman',
      'Gaines',
      'Booker',
      'Hayes-Carter',
      'Tubbs',
    ],
  },
  {
    first: [
      'Chidinma',
      'Kwame',
      'Folasade',
      'Abebe',
      'Zainab',
      'Tendai',
      'Oluwaseun',
      'Hirut',
      'Ama',
      'Thabo',
    ],
    last: ['Okonkwo', 'Mensah', 'Adeyemi', 'Tesfaye', 'Diallo', 'Nkosi', 'Oluwatobi-Bello', 'Haile', 'Owusu'],
  },
  {
    first: ['Thu Hà', 'Minh', 'Linh', 'Quang', 'Jose', 'Maricel', 'Rodel', 'Analyn', 'Bảo', 'Tuyết'],
    last: ['Nguyễn', 'Trần', 'Phạm', 'Santos-Reyes', 'Dela Cruz', 'Bautista', 'Macaraeg', 'Lê', 'Võ'],
  },
  {
    first: ['Ji-woo', 'Min-jun', 'Haruka', 'Kenji', 'Soo-ah', 'Yuki', 'Hyun', 'Aiko', 'Takeshi', 'Eun-ji'],
    last: ['Kim', 'Park', 'Nakamura', 'Tanaka', 'Choi', 'Yamashita', 'Lim', 'Ōta', 'Hwang'],
  },
  {
    first: ['Layla', 'Omar', 'Nasrin', 'Dariush', 'Yasmin', 'Karim', 'Leila', 'Sami', 'Shirin', 'Tariq'],
    last: ['Haddad', 'Al-Masri', 'Rahimi', 'Farahani', 'Khoury', 'Nassar', 'Bakhtiari', 'Saleh', 'El-Amin'],
  },
  {
    first: ['Olga', 'Dmitri', 'Svetlana', 'Piotr', 'Zoë', 'Jürgen', 'Anaïs', 'Bjørn', 'Siobhán', 'Giulia'],
    last: [
      'Ivanova',
      'Szczepański',
      'Müller',
      'Lefèvre',
      'Sørensen',
      'Ó Súilleabháin',
      'DiGiacomo',
      'Novák',
      'Popescu',
    ],
  },
];

/** Names no screen should break on. Dealt out one in fifty. */
export const LONG_NAMES: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ['Wilhelmina Josephine', 'Featherstonehaugh-Vandersloot'],
  ['Venkatanarasimharajuvaripeta', 'Subrahmanyam'],
  ['María de los Ángeles', 'Fernández de Córdoba y Gutiérrez'],
  ['Keihanaikukauakahihuliheekahaunaele', 'Kapuaokalani'],
  ['Bo', 'Li'],
];

/** Area codes near the restaurant first: most guests live close by. */
export const LOCAL_AREAS: readonly [string, ...string[]] = ['415', '628', '510', '650'];
export const NEARBY_AREAS: readonly [string, ...string[]] = [
  '408',
  '707',
  '925',
  '831',
  '916',
  '209',
  '341',
  '669',
];
/** Where visitors come from. */
export const FAR_AREAS: readonly [string, ...string[]] = [
  '212',
  ...'213 312 323 206 503 702 602 303 512 713 305 404 617 202 718 917 646 773 214 469 210 619 858 949 714'.split(
    ' ',
  ),
  ...'562 818 310 424 801 505 808 907 208 406 307 701 605 402 913 816 314 612 651 414 608 313 248 216 614'.split(
    ' ',
  ),
  ...'513 317 502 615 901 205 504 601 501 405 918 704 919 803 804 757 410 301 302 215 412 609 973 860 401'.split(
    ' ',
  ),
  ...'603 802 207 518 716 585 315 914 516 631 845 570 717 814'.split(' '),
];

export const MAIL_HOSTS: readonly [string, ...string[]] = ['example.com', 'example.org', 'example.net'];

/** Reasons of the restaurant, and who works there: the notes of credits given at the kiosk are made of them. */
export const REASONS: readonly [string, ...string[]] = [
  'Long wait',
  'Wrong dish',
  'Cold food',
  'Slow service',
  'Celebration',
];
export const SERVERS: readonly [string, ...string[]] = ['Marco D.', 'Sam T.', 'Lena K.'];
export const MANAGER = 'Priya N.';
export const FREE_WORDS: readonly [string, ...string[]] = [
  'table 12',
  'waited 40 min with a booking',
  'allergy: asked for no peanuts',
  'moved from the patio, rain',
  'regular, sits at the bar',
  'niño de 4 años, comida fría',
];
