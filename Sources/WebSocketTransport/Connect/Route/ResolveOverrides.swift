package import WebSocketWire

/// Addresses that names have here, whatever a resolver says, as curl's `--resolve` gives them.
package struct ResolveOverrides: Hashable, Sendable {
  private struct Place: Hashable {
    /// In lower case; `*` for every host.
    let host: String
    let port: Int
  }

  private var addresses: [Place: [String]] = [:]

  package init() {}

  /// Reads lines of the form `HOST:PORT:ADDRESS[,ADDRESS]`. An IPv6 address may be in brackets, as host and as address; a host `*` is every host.
  /// The last line for a host and port counts.
  package init(_ lines: [String]) throws(UsageError) {
    for line in lines {
      // curl takes a plus sign for an entry that may expire.
      let text = line.first == "+" ? line.dropFirst() : line[...]
      guard let (host, rest) = HostAndPort.host(in: text), let colon = rest.firstIndex(of: ":"),
        let port = HostAndPort.port(rest[..<colon]), !host.isEmpty
      else {
        throw UsageError("\(line.quoted) is not HOST:PORT:ADDRESS, as in example.com:443:127.0.0.1")
      }
      var all: [String] = []
      for word in rest[rest.index(after: colon)...].split(separator: ",", omittingEmptySubsequences: false) {
        let address = word.first == "[" && word.last == "]" ? word.dropFirst().dropLast() : word
        guard IPv4Address(dotted: address) != nil || IPv6Address(address.prefix { $0 != "%" }) != nil else {
          throw UsageError(
            "\(line.quoted): \(String(word).quoted) is not an address, as in 127.0.0.1 or [::1]")
        }
        all.append(String(address))
      }
      addresses[Place(host: host.lowercased(), port: port)] = all
    }
  }

  /// The addresses of this host at this port, in their order; nil where a resolver is asked.
  package func addresses(of host: String, _ port: Int) -> [String]? {
    addresses[Place(host: host.lowercased(), port: port)] ?? addresses[Place(host: "*", port: port)]
  }

  package var isEmpty: Bool { addresses.isEmpty }
}

/// The start of a text with a host, a colon and a port.
enum HostAndPort {
  /// The host, which may be empty, and what follows its colon; nil without a colon.
  static func host(in text: Substring) -> (host: String, rest: Substring)? {
    guard text.first == "[", let end = text.firstIndex(of: "]") else {
      guard let colon = text.firstIndex(of: ":") else { return nil }
      return (String(text[..<colon]), text[text.index(after: colon)...])
    }
    let rest = text[text.index(after: end)...]
    guard rest.first == ":" else { return nil }
    return (String(text[..<end].dropFirst()), rest.dropFirst())
  }

  /// 1 to 65535.
  static func port(_ digits: Substring) -> Int? {
    Digits.decimal(digits).flatMap { (1...65535).contains($0) ? $0 : nil }
  }
}
