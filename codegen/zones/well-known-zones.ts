/** Abbreviations of zones in use, with the cities that people mean by them, the most likely first. */
export const zonesByAbbreviation: Readonly<Record<string, readonly string[]>> = {
  ACDT: ["Australia/Adelaide"],
  ACST: ["Australia/Adelaide", "Australia/Darwin"],
  ADT: ["America/Halifax"],
  AEDT: ["Australia/Sydney"],
  AEST: ["Australia/Sydney", "Australia/Brisbane"],
  AKDT: ["America/Anchorage"],
  AKST: ["America/Anchorage"],
  ART: ["America/Argentina/Buenos_Aires"],
  AST: ["America/Halifax", "America/Puerto_Rico", "Asia/Riyadh"],
  AWST: ["Australia/Perth"],
  BRT: ["America/Sao_Paulo"],
  BST: ["Europe/London", "Asia/Dhaka"],
  CAT: ["Africa/Harare"],
  CDT: ["America/Chicago"],
  CEST: ["Europe/Berlin", "Europe/Paris"],
  CET: ["Europe/Berlin", "Europe/Paris"],
  CST: ["America/Chicago", "Asia/Shanghai"],
  EAT: ["Africa/Nairobi"],
  EDT: ["America/New_York"],
  EEST: ["Europe/Athens", "Europe/Kyiv"],
  EET: ["Europe/Athens", "Europe/Kyiv"],
  EST: ["America/New_York", "America/Panama"],
  GST: ["Asia/Dubai"],
  HKT: ["Asia/Hong_Kong"],
  HST: ["Pacific/Honolulu"],
  ICT: ["Asia/Bangkok"],
  IDT: ["Asia/Jerusalem"],
  IST: ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"],
  JST: ["Asia/Tokyo"],
  KST: ["Asia/Seoul"],
  MDT: ["America/Denver"],
  MSK: ["Europe/Moscow"],
  MST: ["America/Denver", "America/Phoenix"],
  NDT: ["America/St_Johns"],
  NPT: ["Asia/Kathmandu"],
  NST: ["America/St_Johns"],
  NZDT: ["Pacific/Auckland"],
  NZST: ["Pacific/Auckland"],
  PDT: ["America/Los_Angeles"],
  PHT: ["Asia/Manila"],
  PKT: ["Asia/Karachi"],
  PST: ["America/Los_Angeles", "Asia/Manila"],
  SAST: ["Africa/Johannesburg"],
  SGT: ["Asia/Singapore"],
  TRT: ["Europe/Istanbul"],
  WAT: ["Africa/Lagos"],
  WEST: ["Europe/Lisbon"],
  WET: ["Europe/Lisbon"],
  WIB: ["Asia/Jakarta"],
};

/** Cities that most people can place, to name in the place of a fixed offset; of one clock the best known first. */
export const wellKnownZones: readonly string[] = `
  Pacific/Pago_Pago Pacific/Honolulu Pacific/Marquesas America/Anchorage America/Los_Angeles America/Phoenix
  America/Denver America/Chicago America/Mexico_City America/New_York America/Bogota America/Halifax
  America/Puerto_Rico America/St_Johns America/Sao_Paulo America/Noronha Atlantic/Azores Atlantic/Cape_Verde
  Europe/London Africa/Accra Europe/Berlin Africa/Lagos Europe/Athens Africa/Johannesburg Europe/Istanbul
  Asia/Tehran Asia/Dubai Asia/Kabul Asia/Karachi Asia/Kolkata Asia/Kathmandu Asia/Dhaka Asia/Yangon
  Asia/Bangkok Asia/Shanghai Australia/Eucla Asia/Tokyo Australia/Adelaide Australia/Darwin Australia/Sydney
  Australia/Brisbane Australia/Lord_Howe Pacific/Guadalcanal Pacific/Auckland Pacific/Fiji Pacific/Chatham
  Pacific/Tongatapu Pacific/Kiritimati
`
  .trim()
  .split(/\s+/);
