// A made directory of any size as an HSDS folder: groups of one organization with three services, each with a place, a phone and a
// long description, in the shapes and lengths of real listings. Ids differ, words repeat; every fifth organization is a shelter,
// one service in forty has no name and is refused, one in eight has HTML to be mended.

import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { finished } from "node:stream/promises";

const SERVICES = 3;
const LONG = "Someone answers, listens, and says what there is and what it asks of you. ".repeat(4);

const id = (kind: number, n: number) => `${kind}0000000-0000-4000-8000-${n.toString(16).padStart(12, "0")}`;

const headers = {
  organizations: "id,name,description,website",
  services: "id,organization_id,name,status,description,eligibility_description,fees_description",
  locations: "id,organization_id,name,location_type,latitude,longitude",
  service_at_locations: "id,service_id,location_id,description",
  phones: "id,service_id,number,type",
  addresses: "id,location_id,address_1,city,state_province,postal_code,country,address_type",
};
type TableName = keyof typeof headers;

function group(n: number): Record<TableName, string> {
  const shelter = n % 5 === 0;
  const rows: Record<TableName, string> = {
    organizations: `${id(1, n)},${shelter ? "Night shelter" : "Listening house"} ${n},"${LONG}",https://example.org/${n}\n`,
    locations: `${id(3, n)},${id(1, n)},House ${n},physical,44.31,-99.77\n`,
    addresses: `${id(6, n)},${id(3, n)},${n} Elm Street,Pierre,SD,57501,US,physical\n`,
    services: "",
    service_at_locations: "",
    phones: "",
  };
  for (let i = n * SERVICES; i < (n + 1) * SERVICES; i++) {
    const name = i % 40 === 0 ? "" : `Help number ${i}`;
    const text = i % 8 === 0 ? `<b>${LONG}</b>` : LONG;
    rows.services += `${id(2, i)},${id(1, n)},${name},active,"${text}","${LONG}",No fee is asked\n`;
    rows.service_at_locations += `${id(4, i)},${id(2, i)},${id(3, n)},Round the back\n`;
    rows.phones += `${id(5, i)},${id(2, i)},605-555-0142,voice\n`;
  }
  return rows;
}

export type HugeDirectory = { groups: number; rows: number; bytes: number };

/** Writes at least so many megabytes into `folder`, which is there and empty. */
export async function hugeDirectory(folder: string, megabytes: number): Promise<HugeDirectory> {
  const names = Object.keys(headers) as TableName[];
  const files = new Map(names.map((name) => [name, createWriteStream(join(folder, `${name}.csv`))]));
  const made: HugeDirectory = { groups: 0, rows: 0, bytes: 0 };
  for (const name of names) files.get(name)!.write(`${headers[name]}\n`);
  while (made.bytes < megabytes * 2 ** 20) {
    const texts = Array.from({ length: 500 }, (_, at) => group(made.groups + at));
    for (const name of names) {
      const text = texts.map((one) => one[name]).join("");
      made.bytes += text.length;
      if (!files.get(name)!.write(text)) await once(files.get(name)!, "drain");
    }
    made.groups += 500;
  }
  made.rows = made.groups * (3 + 3 * SERVICES);
  await Promise.all([...files.values()].map((file) => finished(file.end())));
  return made;
}
