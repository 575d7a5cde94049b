/// What a packet begins with: a number of the registry of link types that pcap and pcapng share.
package struct LinkType: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt32

  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The family of the address in four bytes, in the byte order of the machine that captured.
  static let null = LinkType(rawValue: 0)
  static let ethernet = LinkType(rawValue: 1)
  static let ppp = LinkType(rawValue: 9)
  static let pppHDLC = LinkType(rawValue: 50)
  static let pppEthernet = LinkType(rawValue: 51)
  static let raw = LinkType(rawValue: 101)
  /// As `null`, in network byte order.
  static let loop = LinkType(rawValue: 108)
  static let linuxCooked = LinkType(rawValue: 113)
  static let ipv4 = LinkType(rawValue: 228)
  static let ipv6 = LinkType(rawValue: 229)
  static let linuxCooked2 = LinkType(rawValue: 276)
  /// Numbers that systems wrote into files for `raw`.
  static let otherRaw: Set<LinkType> = [LinkType(rawValue: 12), LinkType(rawValue: 14)]
}
