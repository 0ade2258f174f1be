// The rows of a directory by what they hang on, and a service's places.
import type { Dataset, Location, Row, Service } from "@trellis/hsds";

export class ListingRows {
  readonly #by = new Map<string, Map<string, Row[]>>();
  readonly #dataset: Dataset;
  constructor(dataset: Dataset) {
    this.#dataset = dataset;
  }

  /** The rows of an entity whose `field` is `id`, in their order. */
  of(entity: string, field: string, id: string): Row[] {
    const key = `${entity}.${field}`;
    let index = this.#by.get(key);
    if (!index) {
      index = new Map();
      for (const row of this.#dataset[entity] ?? []) {
        const value = row[field];
        if (typeof value !== "string") continue;
        const list = index.get(value);
        if (list) list.push(row);
        else index.set(value, [row]);
      }
      this.#by.set(key, index);
    }
    return index.get(id) ?? [];
  }

  /** `at`: the service_at_location row. */
  locationsOf(service: Service): { at: Row; location: Location }[] {
    return this.of("service_at_location", "service_id", service.id).flatMap((at) =>
      this.of("location", "id", String(at.location_id)).map((row) => ({ at, location: row as Location })),
    );
  }
}
