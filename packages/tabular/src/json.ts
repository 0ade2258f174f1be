// A JSON document of a bundle: read whole, in UTF-8 only, up to a limit.

import { wholeFile } from "./file-source.ts";
import { type Limits, sizeText } from "./limits.ts";
import { type FileSource, InputError, type JsonSource } from "./types.ts";

export function jsonSource(file: FileSource, limits: Pick<Limits, "maxJson">): JsonSource {
  return { name: file.name, read: async () => parsed(file.name, await textOf(file, limits.maxJson)) };
}

async function textOf(file: FileSource, limit: number): Promise<string> {
  const bytes = await wholeFile(file, limit);
  if (!bytes) {
    const what = `this JSON file is larger than ${sizeText(limit)}, which is the limit`;
    throw new InputError({ file: file.name }, "json-too-large", what, "Split it, or send tables (CSV).");
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const what = "this JSON file is not in UTF-8";
    throw new InputError({ file: file.name }, "json-encoding", what, "Save it as UTF-8.");
  }
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const row = error instanceof SyntaxError ? lineOf(error.message, text) : undefined;
    const what =
      error instanceof SyntaxError ? "this is not well-formed JSON" : "this JSON is nested too deeply to be read";
    throw new InputError({ file, row }, "json-malformed", what, "Export the file again, or mend it near this line.");
  }
}

// Engines say where in words of their own: V8 "position 17", Firefox "line 2 column 3".
function lineOf(message: string, text: string): number | undefined {
  const line = /line (\d+)/.exec(message)?.[1];
  if (line !== undefined) return Number(line);
  const position = /position (\d+)/.exec(message)?.[1];
  const end = position === undefined ? (/end of JSON/.test(message) ? text.length : undefined) : Number(position);
  return end === undefined ? undefined : text.slice(0, end).split("\n").length;
}
