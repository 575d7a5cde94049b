/// An IPv6 address: eight groups of 16 bits (RFC 4291 2.2).
package struct IPv6Address: Hashable, Sendable, CustomStringConvertible {
  /// Always eight.
  private let groups: [UInt16]

  /// Reads an address without brackets or a zone; nil for anything else.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    // Two colons side by side mean one run of zeros, and at an end they leave one more empty part.
    let gaps = parts.indices.dropFirst().dropLast().filter { parts[$0].isEmpty }
    guard parts.count >= 3, gaps.count <= 1 else { return nil }
    if parts[0].isEmpty, !parts[1].isEmpty { return nil }
    if parts[parts.count - 1].isEmpty, !parts[parts.count - 2].isEmpty { return nil }
    let gap = gaps.first ?? parts.count
    guard let front = Self.groups(parts[..<gap].drop { $0.isEmpty }, isEnd: gap == parts.count),
      let back = Self.groups(parts[gap...].filter { !$0.isEmpty }[...], isEnd: true)
    else { return nil }
    let missing = 8 - front.count - back.count
    guard gaps.isEmpty ? missing == 0 : missing > 0 else { return nil }
    groups = front + Array(repeating: 0, count: missing) + back
  }

  /// The groups that these parts spell; only the last part of an address can be an IPv4 address.
  private static func groups(_ parts: ArraySlice<some StringProtocol>, isEnd: Bool) -> [UInt16]? {
    var groups: [UInt16] = []
    for (index, part) in parts.enumerated() {
      if isEnd, index == parts.count - 1, part.contains(".") {
        guard let address = IPv4Address(dotted: part)?.value else { return nil }
        groups += [UInt16(truncatingIfNeeded: address >> 16), UInt16(truncatingIfNeeded: address)]
      } else {
        guard part.utf8.count <= 4, let group = Digits.hex(part.utf8) else { return nil }
        groups.append(UInt16(truncatingIfNeeded: group))
      }
    }
    return groups
  }

  /// Its 16 bytes, the first one first.
  package var bytes: [UInt8] {
    groups.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
  }

  /// The one spelling of RFC 5952 4: lower case, no leading zeros, and the first of the longest runs of zeros left out.
  ///
  /// An address that holds one of IPv4 is in groups too, as WHATWG's URL standard writes it.
  package var description: String {
    let words = groups.map { String($0, radix: 16) }
    guard let run = longestRunOfZeros else { return words.joined(separator: ":") }
    return words[..<run.lowerBound].joined(separator: ":") + "::"
      + words[run.upperBound...].joined(separator: ":")
  }

  /// nil where no two zeros follow each other.
  private var longestRunOfZeros: Range<Int>? {
    var longest = 0..<1
    var start = 0
    for (index, group) in groups.enumerated() {
      if group != 0 { start = index + 1 }
      if index + 1 - start > longest.count { longest = start..<index + 1 }
    }
    return longest.count > 1 ? longest : nil
  }
}
