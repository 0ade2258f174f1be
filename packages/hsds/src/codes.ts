// Every code that a remark of this package may carry, with what it means. The README has the same table; a test keeps
// the sources, this list and the README together. (Codes of the files themselves, such as encodings and quotation
// marks, are @trellis/tabular's.)

export const CODES: Readonly<Record<string, string>> = {
  // mended
  html: "HTML in a text; its text was kept",
  "no-value": "“N/A”, “null”, “-” and the like in a field that holds no words; left blank",
  number: "a number in other clothes (“ext. 12”, “$35”, “1,200”)",
  date: "a date written another way, with one meaning",
  time: "a time of day written another way (“5:00 PM”)",
  moment: "a date and time without a zone, or written another way",
  "web-address": "a web address without its scheme, or with letters it may not have",
  email: "more than one e-mail address, or one with something around it",
  rule: "a DAILY or YEARLY rule of HSDS 2.0, said in 3.1's terms or kept as words",
  "filled-in": "a required field was blank and has one sensible value",
  // refused: the value, the reference or the row
  missing: "a required field has no value; the row is left out",
  "broken-reference": "an id that nothing taken has; the reference is left out, or the row where it is required",
  "no-parent": "the row names nothing that it belongs to; it is left out",
  "duplicate-id": "the id stands on an earlier row of the kind; the first is kept",
  "two-digit-year": "a year of two digits",
  "two-meanings": "3/4/2024 where nobody said which is the month; a category that could be two terms",
  "no-such-day": "a thirteenth month, a 30th of February",
  "not-a-date": "no date",
  "not-a-moment": "no date with a time",
  "not-a-time": "no time of day",
  "not-a-weekday": "no day of the week",
  "not-a-number": "no number",
  "out-of-range": "a number that cannot be (latitude 100)",
  "not-a-web-address": "no web address",
  "not-an-email": "no e-mail address",
  "not-yes-or-no": "neither yes nor no",
  "not-an-option": "none of the values that the field may have",
  "said-twice":
    "two columns of a row, or two places in JSON, say what is one field of 3.1, and differ; the first is kept",
  "not-a-plain-value": "an object or a list of objects where a plain value belongs",
  "unknown-form": "a file of categories that has another form; nothing of it is taken",
  "unknown-categories": "a file of categories none of which is in taxonomy.csv; nothing of it is taken",
  "nothing-recognized": "no file of the bundle is of a known form",
  // noted
  "no-organization": "an Ohana service without a location; taken without an organization",
  "no-place-for-column":
    "HSDS 3.1 has no field for a column; said once a file, with how many rows have something there",
  "no-place-for-property": "HSDS 3.1 has no field for a JSON property; said once a file",
  "unknown-file": "a table that the form does not have, or a document that is nothing of HSDS; left alone",
  "unknown-item": "a JSON item that is nothing of HSDS; said once a file and kind of place",
  "too-deep": "JSON nested deeper than HSDS goes; what lies beneath is left out",
  "repeated-row": "the same row twice, without an id, or the same category of a service; taken once",
  "shared-row": "one JSON item under two parents of a kind; each got a row of its own",
  conflict: "two places of a JSON bundle say different things of one item; the first is kept",
  "ages-crossed": "the highest age lies below the lowest",
  "dates-crossed": "it ends before it begins",
  "capacity-crossed": "more is available than there is at most",
  "phone-number": "a phone number that cannot be dialled, by its length; kept as it is written",
  "null-island": "0, 0 as a place",
  "half-a-point": "a latitude without a longitude, or the reverse",
};
