package import WebSocketWire

/// Hosts that are connected to in place of others, as curl's `--connect-to` gives them. Neither the request nor the certificate's name changes.
package struct ConnectToRules: Hashable, Sendable {
  private struct Rule: Hashable {
    /// In lower case; empty for every host.
    let host: String
    /// nil for every port.
    let port: Int?
    /// Empty for the same host.
    let newHost: String
    /// nil for the same port.
    let newPort: Int?
  }

  private var rules: [Rule] = []

  package init() {}

  /// Reads lines of the form `HOST1:PORT1:HOST2:PORT2`, each part of which may be empty: any, or the same.
  package init(_ lines: [String]) throws(UsageError) {
    for line in lines {
      guard let (host, afterHost) = HostAndPort.host(in: line[...]),
        let colon = afterHost.firstIndex(of: ":"),
        let (newHost, newPort) = HostAndPort.host(in: afterHost[afterHost.index(after: colon)...])
      else { throw Self.fault(line) }
      let port = afterHost[..<colon]
      for digits in [port, newPort] where !digits.isEmpty && HostAndPort.port(digits) == nil {
        throw Self.fault(line)
      }
      rules.append(
        Rule(
          host: host.lowercased(), port: HostAndPort.port(port), newHost: newHost,
          newPort: HostAndPort.port(newPort)))
    }
  }

  private static func fault(_ line: String) -> UsageError {
    UsageError("\(line.quoted) is not HOST1:PORT1:HOST2:PORT2, as in example.com:443:localhost:8443")
  }

  /// Where to connect for this host and port: what the first rule that is for them says.
  package func destination(for host: String, _ port: Int) -> (host: String, port: Int) {
    let rule = rules.first {
      ($0.host.isEmpty || $0.host == host.lowercased()) && ($0.port == nil || $0.port == port)
    }
    guard let rule else { return (host, port) }
    return (rule.newHost.isEmpty ? host : rule.newHost, rule.newPort ?? port)
  }
}
