import NIOCore
import SwiftASN1
import SystemCalls
import X509

/// The name or the address that the URL gives, which a server's certificate must be for (RFC 9525 6.1).
enum ServerName: Hashable, Sendable {
  /// A DNS name in lower case, without the dot of the root.
  case dns(String)
  /// 4 or 16 bytes.
  case address([UInt8])

  /// Reads a URL's host; what the system takes for an address, such as `127.1`, is one here too.
  init(host: String) {
    var name = host.lowercased()
    if name.last == "." { name.removeLast() }
    // A zone says which interface to take, and is not part of the address (RFC 4007 11).
    let address = name.contains(":") ? String(name.prefix { $0 != "%" }) : name
    if let bytes = Self.bytes(address) {
      self = .address(bytes)
    } else {
      self = .dns(name)
    }
  }

  /// What the TLS extension for server names carries: never an address (RFC 6066 3).
  var indication: String? {
    if case .dns(let name) = self { name } else { nil }
  }

  /// As a sentence has it.
  var text: String {
    switch self {
    case .dns(let name): name
    case .address(let bytes): Self.text(bytes)
    }
  }

  /// As a certificate has it.
  var general: GeneralName {
    switch self {
    case .dns(let name): .dnsName(name)
    case .address(let bytes): .ipAddress(ASN1OctetString(contentBytes: bytes[...]))
    }
  }

  /// Whether one of a certificate's alternative names is this (RFC 9525 6.3, 6.4).
  func isAmong(_ names: SubjectAlternativeNames) -> Bool {
    names.contains { name in
      switch (self, name) {
      case (.dns(let wanted), .dnsName(let presented)): Self.matches(wanted, presented.lowercased())
      case (.address(let wanted), .ipAddress(let presented)): presented.bytes.elementsEqual(wanted)
      default: false
      }
    }
  }

  /// `1.2.3.4` or `::1`; words for any other number of bytes.
  static func text(_ address: some Collection<UInt8>) -> String {
    let packed = ByteBuffer(bytes: address)
    return (try? SocketAddress(packedIPAddress: packed, port: 0))?.ipAddress ?? "a malformed address"
  }

  /// A wildcard is the whole of the left-most label, and has at least two labels after it, as curl demands too.
  private static func matches(_ wanted: String, _ presented: String) -> Bool {
    guard presented.hasPrefix("*.") else { return !presented.isEmpty && wanted == presented }
    let suffix = presented.dropFirst()
    guard suffix.dropFirst().contains("."), let dot = wanted.firstIndex(of: "."), dot > wanted.startIndex
    else { return false }
    return wanted[dot...] == suffix
  }

  private static func bytes(_ text: String) -> [UInt8]? {
    var four = [UInt8](repeating: 0, count: 4)
    let isFour = four.withUnsafeMutableBytes {
      $0.assumingMemoryBound(to: in_addr.self).baseAddress.map { inet_aton(text, $0) != 0 } ?? false
    }
    if isFour { return four }
    var sixteen = [UInt8](repeating: 0, count: 16)
    return inet_pton(AF_INET6, text, &sixteen) == 1 ? sixteen : nil
  }
}
