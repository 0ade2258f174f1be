// The door for Node: folders, zips and files on disk.

export { fileOnDisk, openBundle } from "./bundle.node.ts";
export { writeTables } from "./write-tables.node.ts";
