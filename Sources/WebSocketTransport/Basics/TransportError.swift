import SystemCalls

/// Why there is no connection: no address, no route, no trust. One sentence, and what it is a case of.
public struct TransportError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of trouble it is.
  public enum Code: Hashable, Sendable {
    /// No address for the name.
    case hostNotFound
    /// No address of the host takes the connection.
    case unreachable
    /// Neither a yes nor a no in time.
    case connectTimedOut
    /// The chain or the name of the certificate is not trusted.
    case notTrusted
    /// TLS itself failed.
    case tlsFailed
    /// A certificate or key file cannot be used.
    case badCredentials
    /// A file that was asked for cannot be written.
    case cannotWrite
    /// The address to listen on cannot be had.
    case cannotListen
    /// The system has no descriptor for a socket.
    case noDescriptors
  }

  /// What kind of trouble it is.
  public let code: Code
  /// What happened and what was expected.
  public let description: String
  /// What to try, if there is a thing to try.
  package let remedy: Remedy?

  /// The system's refusal of a descriptor (EMFILE, ENFILE); nil for any other `errno`.
  init?(scarcity number: Int32) {
    guard number == EMFILE || number == ENFILE else { return nil }
    self.init(
      .noDescriptors, "the system has no descriptors for sockets (\(SystemError.words(number)))",
      remedy: .raiseFileLimit)
  }

  package init(_ code: Code, _ sentence: String, remedy: Remedy? = nil) {
    self.code = code
    description = sentence
    self.remedy = remedy
  }
}
