import SwiftASN1
import X509

/// The names that an authority may vouch for, by its name constraints (RFC 5280 4.2.1.10); OpenSSL judges them alike.
struct NameBounds {
  private let permitted: [Bound]
  private let excluded: [Bound]

  /// A constraint; directory names are made ready for comparison once.
  private enum Bound {
    case directory(CanonicalName)
    case other(GeneralName)

    init(_ constraint: GeneralName) throws {
      self =
        if case .directoryName(let name) = constraint { .directory(try CanonicalName(name)) } else {
          .other(constraint)
        }
    }
  }

  /// Throws when a constraint cannot be read.
  init(_ constraints: NameConstraints) throws {
    permitted = try constraints.permittedSubtrees.map(Bound.init)
    excluded = try constraints.excludedSubtrees.map(Bound.init)
  }

  /// How many constraints there are.
  var count: Int { permitted.count + excluded.count }

  /// Whether the authority may vouch for the name. What cannot be compared it may not.
  func allow(_ name: GeneralName) -> Bool {
    var directory: CanonicalName?
    if case .directoryName(let name) = name {
      guard let canonical = try? CanonicalName(name) else { return count == 0 }
      directory = canonical
    }
    let within = permitted.compactMap { Self.covers($0, name, directory, otherwise: false) }
    return (within.isEmpty || within.contains(true))
      && !excluded.contains { Self.covers($0, name, directory, otherwise: true) == true }
  }

  /// nil where the constraint is for another kind of name, and `otherwise` where it is for this one and cannot be compared with it.
  private static func covers(
    _ bound: Bound, _ name: GeneralName, _ directory: CanonicalName?, otherwise: Bool
  ) -> Bool? {
    switch (bound, name) {
    case (.directory(let base), .directoryName): directory?.begins(with: base) ?? otherwise
    case (.other(.dnsName(let domain)), .dnsName(let host)): isWithin(host.lowercased(), domain.lowercased())
    case (.other(.ipAddress(let range)), .ipAddress(let address)): isWithin(address.bytes, range.bytes)
    case (.other(.rfc822Name(let bound)), .rfc822Name(let mailbox)): mail(mailbox, bound) ?? otherwise
    case (.other(.uniformResourceIdentifier(let bound)), .uniformResourceIdentifier(let text)):
      host(of: text).map { isHost($0, bound.lowercased()) } ?? otherwise
    case (.other(.otherName), .otherName), (.other(.x400Address), .x400Address),
      (.other(.ediPartyName), .ediPartyName), (.other(.registeredID), .registeredID):
      otherwise
    default: nil
    }
  }

  /// A domain covers itself and all below it; one with a dot in front only those below.
  private static func isWithin(_ name: String, _ domain: String) -> Bool {
    if domain.isEmpty || name == domain { return true }
    return name.hasSuffix(domain.hasPrefix(".") ? domain : "." + domain)
  }

  /// A range is an address and as many bytes of its mask.
  private static func isWithin(_ address: ArraySlice<UInt8>, _ range: ArraySlice<UInt8>) -> Bool {
    guard range.count == address.count * 2 else { return false }
    let (base, mask) = (range.prefix(address.count), range.suffix(address.count))
    return zip(zip(address, base), mask).allSatisfy { $0.0 & $1 == $0.1 & $1 }
  }

  /// A mailbox is covered by itself, by its host, and by a domain with a dot in front; nil for what is not one.
  private static func mail(_ mailbox: String, _ bound: String) -> Bool? {
    guard let at = mailbox.lastIndex(of: "@"), !bound.isEmpty else { return nil }
    let host = mailbox[mailbox.index(after: at)...].lowercased()
    guard let boundAt = bound.lastIndex(of: "@") else { return isHost(host, bound.lowercased()) }
    // The part in front of the at sign is compared as it is.
    let isSameBox = boundAt == bound.startIndex || bound[..<boundAt] == mailbox[..<at]
    return isSameBox && host == bound[bound.index(after: boundAt)...].lowercased()
  }

  /// A host is covered by itself, and by a domain with a dot in front.
  private static func isHost(_ host: String, _ bound: String) -> Bool {
    bound.hasPrefix(".") ? host.hasSuffix(bound) && host != bound : host == bound
  }

  /// The host of a URI in lower case; nil where it has none, or an address.
  private static func host(of text: String) -> String? {
    guard let scheme = text.firstIndex(of: ":"), text[scheme...].hasPrefix("://") else { return nil }
    let authority = text[scheme...].dropFirst(3).prefix { !"/?#".contains($0) }
    let host = authority.prefix { $0 != ":" }.lowercased()
    let isNumber = host.allSatisfy { $0.isNumber || $0 == "." }
    return authority.contains("@") || authority.hasPrefix("[") || isNumber ? nil : host
  }
}
