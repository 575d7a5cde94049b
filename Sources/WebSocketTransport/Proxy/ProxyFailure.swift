public import WebSocketWire

/// Why a proxy did not lead to the server.
public struct ProxyFailure: Error, Hashable, Sendable {
  /// What went wrong at the proxy.
  public enum Reason: Hashable, Sendable {
    /// It answered CONNECT with another status than 2xx. The body has 4 KiB at most; `fault` is what is wrong with its framing.
    case refused(HTTPHead, body: [UInt8], fault: String?)
    /// It answered the request with this code of SOCKS 5 (RFC 1928 6).
    case declined(SOCKS5Reply)
    /// It accepts none of the ways to prove who we are that were offered (RFC 1928 3).
    case noSharedMethod
    /// It did not accept user and password (RFC 1929 2).
    case wrongCredentials
    /// What came first is not what such a proxy says: the start of it.
    case notUnderstood([UInt8])
    /// The head of its answer has more than 64 KiB.
    case headTooBig
    /// It ended the stream without an answer, in the system's words where it has some.
    case lost(String?)
    /// It ended the stream inside its answer, in the system's words where it has some.
    case cut(String?)
    /// Its answer was not whole in time.
    case timedOut
  }

  /// The proxy, by its URL.
  public let proxy: ProxyServer
  /// What went wrong.
  public let reason: Reason
}

extension ProxyFailure: CustomStringConvertible {
  /// One sentence, without anything that the proxy wrote but its status line.
  public var description: String {
    switch reason {
    case .refused(let head, _, _): "the proxy \(proxy) refused the connection: \(head.startLine)"
    case .declined(let reply): "the proxy \(proxy) refused the connection: \(reply)"
    case .noSharedMethod:
      proxy.credentials == nil
        ? "the proxy \(proxy) wants another authentication than none"
        : "the proxy \(proxy) wants another authentication than user and password"
    case .wrongCredentials: "the proxy \(proxy) did not accept the user and password"
    case .notUnderstood:
      "what answered at \(proxy) is not \(proxy.scheme.isHTTP ? "an HTTP proxy" : "a SOCKS 5 proxy")"
    case .headTooBig: "the head of the answer of the proxy \(proxy) has more than 65536 bytes"
    case .lost(let words):
      "the proxy \(proxy) ended the stream without an answer\(words.map { " (\($0))" } ?? "")"
    case .cut(let words):
      "the proxy \(proxy) ended the stream inside its answer\(words.map { " (\($0))" } ?? "")"
    case .timedOut: "the proxy \(proxy) did not answer in time"
    }
  }

  /// Whether it is the proxy that asks for credentials, or for others.
  public var demandsCredentials: Bool {
    switch reason {
    case .refused(let head, _, _): head.startLineParts.dropFirst().first == "407"
    case .noSharedMethod: proxy.credentials == nil
    case .wrongCredentials: true
    default: false
    }
  }
}
