import NIOCore

extension SocketAddress {
  /// `127.0.0.1:80`, `[::1]:80`, or a path.
  var text: String {
    switch self {
    case .v4: "\(ipAddress ?? ""):\(port ?? 0)"
    case .v6: "[\(ipAddress ?? "")]:\(port ?? 0)"
    case .unixDomainSocket: pathname ?? ""
    }
  }

  /// Whether only programs of this machine can reach it: 127.0.0.0/8, `::1`, or the first mapped into IPv6 (RFC 4291 2.5.5.2).
  var isLoopback: Bool {
    let address = ipAddress ?? ""
    switch self {
    case .v4: return address.hasPrefix("127.")
    case .v6: return address == "::1" || address.hasPrefix("::ffff:127.")
    case .unixDomainSocket: return false
    }
  }
}
