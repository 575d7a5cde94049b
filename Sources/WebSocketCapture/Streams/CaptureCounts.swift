/// What was counted in a capture.
package struct CaptureCounts: Hashable, Sendable {
  package internal(set) var packets = 0
  /// TCP connections, or what is to be seen of them.
  package internal(set) var connections = 0
  /// Segments of which not all bytes were captured.
  package internal(set) var cutPackets = 0
  /// IP packets of which fragments are missing.
  package internal(set) var lostFragments = 0
  /// Packets of links that are not read here, by the link's type.
  package private(set) var unsupported: [LinkType: Int] = [:]
  /// Whether keys of TLS connections are in the file.
  package internal(set) var hasSecrets = false

  mutating func note(unsupported link: LinkType) { unsupported[link, default: 0] += 1 }
}
