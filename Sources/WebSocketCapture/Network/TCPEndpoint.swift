/// One end of a TCP connection.
package struct TCPEndpoint: Hashable, Sendable, CustomStringConvertible {
  package let address: IPAddress
  package let port: UInt16

  package init(_ address: IPAddress, _ port: UInt16) {
    self.address = address
    self.port = port
  }

  /// `192.0.2.1:80`, `[::1]:80`.
  package var description: String { "\(address.bracketed):\(port)" }
}
