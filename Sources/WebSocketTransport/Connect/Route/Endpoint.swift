/// Where a socket connects to, or listens.
public enum Endpoint: Hashable, Sendable, CustomStringConvertible {
  /// A name or address, and a port; a listener's port 0 lets the system choose one.
  case tcp(host: String, port: Int)
  /// A socket file. A listener replaces one that nothing listens on, and removes its own at its end.
  case unix(path: String)

  /// `127.0.0.1:80`, `[::1]:80`, or the path.
  public var description: String {
    switch self {
    case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    case .unix(let path): path
    }
  }
}
