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
}
