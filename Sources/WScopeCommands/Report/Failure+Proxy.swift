import WebSocketInspect
import WebSocketTransport
import WebSocketWire

extension Failure {
  /// The proxy led to no connection. `place` is the server, with its port.
  init(_ failure: ProxyFailure, place: String) {
    let proxy = failure.proxy
    let sentence: String
    var hint: String?
    var details: [String] = []
    switch failure.reason {
    case .refused(let head, let body, let fault):
      let line = head.startLineParts.dropFirst().joined(separator: " ")
      sentence =
        "the proxy \(proxy) refused the way to \(place): it answered \(Escaper.line(SecretFilter.text(line))), expected 200"
      hint = Self.hint(for: failure, head, place)
      let content = RefusalContent(body, of: head, limit: nil)
      details = Self.lines(head) + (content.lines.isEmpty ? [] : [""] + content.lines)
      for fault in [fault, content.fault].compactMap(\.self) {
        details.append("(\(Escaper.line(SecretFilter.text(fault))))")
      }
    case .declined(let reply):
      sentence = "the proxy \(proxy) refused the way to \(place): \(reply)"
      hint = Self.hint(for: reply, proxy)
    case .noSharedMethod where proxy.credentials != nil:
      sentence = failure.description
      hint = "it may want GSSAPI (RFC 1961), which wscope does not know"
    case .noSharedMethod, .wrongCredentials:
      sentence = failure.description
      hint = Self.askForCredentials(proxy)
    case .notUnderstood(let received):
      sentence = "\(failure.description), it sent: \(Self.start(of: received, most: 60))"
      hint = Self.scheme(of: received, otherThan: proxy.scheme).map {
        "try --proxy \($0)://\(proxy.host.contains(":") ? "[\(proxy.host)]" : proxy.host):\(proxy.port)"
      }
    case .lost:
      sentence = failure.description
      hint = Self.otherScheme(than: proxy.scheme)
    case .cut, .headTooBig: sentence = failure.description
    case .timedOut:
      sentence = failure.description
      hint = "give it more time with --handshake-timeout; is it a proxy?"
    }
    if let name = proxy.variable {
      details.append("(the proxy is that of the variable \(name); --no-proxy-env leaves it out)")
    }
    self.init(failure.reason == .timedOut ? .deadline : .unreachable, sentence, hint: hint, details: details)
  }

  private static func hint(for failure: ProxyFailure, _ head: HTTPHead, _ place: String) -> String? {
    switch head.startLineParts.dropFirst().first {
    case "407":
      let asked = HTTPChallenge.list(in: head, field: "Proxy-Authenticate")
      return UnknownCredentials(asked).map { "it is the proxy that asks, not the server, for \($0.words)" }
        ?? askForCredentials(failure.proxy)
    // What some proxies answer to wrong credentials.
    case "401": return askForCredentials(failure.proxy)
    case "400", "404", "405", "501": return "is it a proxy, and does it let CONNECT through?"
    case "403": return "its rules do not allow \(place); many proxies let CONNECT to port 443 alone"
    case "500", "502", "503", "504": return "the proxy cannot reach \(place)"
    default: return nil
    }
  }

  private static func askForCredentials(_ proxy: ProxyServer) -> String {
    proxy.credentials == nil
      ? "it is the proxy that asks, not the server: --proxy \(proxy.scheme.rawValue)://USER:PASSWORD@HOST:PORT, or --proxy-auth-file FILE"
      : "it is the proxy that asks, not the server: are the user and password of --proxy right?"
  }

  private static func hint(for reply: SOCKS5Reply, _ proxy: ProxyServer) -> String? {
    switch reply.rawValue {
    case 2: "its rules do not allow it"
    case 4 where proxy.scheme == .socks5h: "can the proxy look the name up? With socks5:// wscope does"
    case 8:
      "it cannot use such an address: try \(proxy.scheme == .socks5 ? "-4, or socks5h://" : "socks5://")"
    default: nil
    }
  }

  /// What is spoken by a proxy that begins so, unless that is what it was asked in.
  private static func scheme(of received: [UInt8], otherThan asked: ProxyServer.Scheme) -> String? {
    if received.starts(with: "HTTP/".utf8) { return asked.isHTTP ? nil : "http" }
    if received.count >= 2, (0x14...0x17).contains(received[0]), received[1] == 3 { return "https" }
    return received.first == 5 && asked.isHTTP ? "socks5" : nil
  }

  /// What a port may speak that gives no answer.
  private static func otherScheme(than asked: ProxyServer.Scheme) -> String {
    switch asked {
    case .http: "is it a proxy for HTTP (else socks5:// or https://)?"
    // Its TLS was answered.
    case .https: "is it a proxy for HTTP?"
    case .socks5, .socks5h: "is it a proxy for SOCKS (else http://)?"
    }
  }
}
