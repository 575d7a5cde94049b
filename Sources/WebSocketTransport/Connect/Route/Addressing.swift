import NIOCore
import SystemCalls

/// Which addresses the sockets of a route use, at both ends.
package struct Addressing: Hashable, Sendable {
  /// A version of IP.
  package enum Family: Hashable, Sendable {
    case four, six

    /// As a sentence has it.
    package var name: String { self == .four ? "IPv4" : "IPv6" }
  }

  /// Where a socket leaves this machine.
  package enum LocalEnd: Hashable, Sendable {
    /// An address of this machine.
    case address(String)
    /// A network interface, by its name.
    case interface(String)
  }

  /// The only version of IP that is used; nil for both.
  package var family: Family?
  /// nil for the system's choice.
  package var localEnd: LocalEnd?
  /// The addresses of names, in place of a resolver's.
  package var overrides = ResolveOverrides()

  package init() {}
}

extension SocketAddress {
  /// nil for a unix socket's.
  var family: Addressing.Family? {
    switch self {
    case .v4: .four
    case .v6: .six
    case .unixDomainSocket: nil
    }
  }
}
