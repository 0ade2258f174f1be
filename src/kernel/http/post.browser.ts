// Posting to the work site and reading what it says: done, or one sentence and the field that it is about.

export type Posted<T> = { done: true; answer: T } | { done: false; message: string; field: string | null };

/** Never throws: a site that cannot be reached is a sentence too, given by the caller (`unreachable`). */
export async function post<T>(path: string, body: object, unreachable: string): Promise<Posted<T>> {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(body),
    });
    const said = await response.json();
    if (response.ok) return { done: true, answer: said as T };
    return { done: false, message: String(said.message ?? unreachable), field: said.field ?? null };
  } catch {
    return { done: false, message: unreachable, field: null };
  }
}
