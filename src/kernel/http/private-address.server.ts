// Which numbers lead inside: this machine, a private network, a neighbor on the wire, or nowhere (RFC 6890 and its registries).
// What must stay true: an IPv4 number written as IPv6 counts as what it is, and what is no number at all counts as private.
import { BlockList, isIP } from "node:net";

// Two lists: a rule for IPv6 numbers would count for the IPv4 numbers that can be written as such
const inside = { ipv4: new BlockList(), ipv6: new BlockList() };
for (const subnet of [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
])
  add(subnet, "ipv4");
// Of IPv6 only 2000::/3 is given out as public. In it lie documentation, and numbers that hold an IPv4 number of somebody's choice.
for (const subnet of ["::/3", "4000::/2", "8000::/1", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"])
  add(subnet, "ipv6");

export function isPrivateAddress(address: string): boolean {
  const plain = address.replace(/%.*$/, "");
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (mapped) return isPrivateAddress(mapped);
  const family = isIP(plain);
  if (family === 0) return true;
  const kind = family === 4 ? "ipv4" : "ipv6";
  return inside[kind].check(plain, kind);
}

function add(subnet: string, family: "ipv4" | "ipv6"): void {
  const [network = "", length] = subnet.split("/");
  inside[family].addSubnet(network, Number(length), family);
}
