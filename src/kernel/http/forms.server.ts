// A posted form, or a sentence for one that cannot be read.
import { AppError } from "#kernel/errors.ts";

/** Errors: `bad_input` where the body is no form. */
export async function postedForm(request: Request): Promise<FormData> {
  return request.formData().catch((cause: unknown) => {
    if (cause instanceof TypeError)
      throw new AppError("bad_input", "This form cannot be read: send it again from the page.");
    throw cause;
  });
}
