/// Where a server listens.
public enum ListenAddress: Hashable, Sendable, CustomStringConvertible {
  /// A name or address, and a port; 0 lets the system choose one.
  case tcp(host: String, port: Int)
  /// A socket file: one that nobody listens on is replaced, and the listener's own is removed at its end.
  case unix(path: String)

  /// `127.0.0.1:80`, `[::1]:80`, or the path.
  public var description: String {
    switch self {
    case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    case .unix(let path): path
    }
  }
}
